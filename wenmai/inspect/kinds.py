"""Tell what a file can be for a study: a table, documents, links, or nothing that can be read."""

from pathlib import Path

from wenmai.errors import WenmaiError
from wenmai.inspect.documents import draft_collection, draft_document_files
from wenmai.inspect.entry import EntryDraft
from wenmai.inspect.links import draft_links, draft_pajek, link_columns
from wenmai.inspect.view import views_of
from wenmai.studies.reference import Reference

DOCUMENTS = {".txt", ".md", ".markdown", ".html", ".htm", ".docx", ".pdf"}
PAJEK = {".net", ".paj"}
TABLES = {".csv", ".tsv", ".xls", ".xlsx", ".xlsm"}
RECORDS = {".jsonl"}
# What people have and wenmai does not read → what it is, and the way out.
_OTHERS = {
    ".dta": ("a Stata file", "In Stata: export delimited using table.csv."),
    ".sav": ("an SPSS file", "In SPSS: save it as .csv or .xlsx."),
    ".rds": ("a file of R", "In R: write.csv(readRDS(…), 'table.csv', row.names = FALSE)."),
    ".rda": ("a file of R", "In R: load(…), then write.csv of the data frame."),
    ".doc": ("a document of old Word", "Save it as .docx."),
    ".wps": ("a document of WPS", "Save it as .docx."),
    ".caj": ("a document of CAJViewer", "Save it as .pdf or .txt."),
    ".json": ("a JSON document", "Write one object per line and call it .jsonl."),
    ".zip": ("an archive", "Unpack it."),
    ".rar": ("an archive", "Unpack it."),
}


def refusal(path: Path) -> WenmaiError | None:
    """Return why a file of a known kind cannot be read, with the way out.

    Examples
    --------
    >>> str(refusal(Path("panel.dta")))
    'panel.dta is a Stata file, which wenmai does not read. In Stata: export delimited using \
table.csv.'
    """
    known = _OTHERS.get(path.suffix.lower())
    if known is None:
        return None
    return WenmaiError(f"{path.name} is {known[0]}, which wenmai does not read.", hint=known[1])


def inspect_entry(path: Path, reference: Reference, file: str) -> EntryDraft | None:
    """Draft the entry of study.yml that a single file asks for.

    Parameters
    ----------
    path : Path
        The file.
    reference : Reference
        To recognise places.
    file : str
        How the study names it.

    Returns
    -------
    EntryDraft or None
        None when the file is a table of indicators, or nothing that is understood.

    Raises
    ------
    ProblemsFound
        When the file cannot be opened.
    """
    ending = path.suffix.lower()
    if ending in PAJEK:
        return draft_pajek(path, file, reference.units)
    if ending in DOCUMENTS:
        return draft_document_files([path], [file], reference.units)
    if ending not in TABLES | RECORDS:
        return None
    for view in views_of(path, reference.units):
        if view.text_column is not None:
            return draft_collection(file, view, reference.units)
        if link_columns(view) is not None:
            return draft_links(file, view, reference.units)
    return None
