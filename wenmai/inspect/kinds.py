"""Tell what a file can be for a study: a table, documents, links, or nothing that can be read."""

from pathlib import Path

from wenmai.errors import WenmaiError
from wenmai.inspect.documents import draft_collection, draft_document_files
from wenmai.inspect.entry import EntryDraft
from wenmai.inspect.links import draft_links, draft_pajek, link_columns
from wenmai.inspect.view import views_of
from wenmai.sentences import Sentence
from wenmai.studies.reference import Reference

IN_STATA = Sentence("entries.in_stata")
IN_SPSS = Sentence("entries.in_spss")
IN_R_READ = Sentence("entries.in_r_read")
IN_R_LOAD = Sentence("entries.in_r_load")
SAVE_AS_DOCX = Sentence("entries.save_as_docx")
SAVE_AS_PDF = Sentence("entries.save_as_pdf")
ONE_OBJECT_PER_LINE = Sentence("entries.one_object_per_line")
UNPACK = Sentence("entries.unpack")
STATA_FILE = Sentence("entries.stata_file")
SPSS_FILE = Sentence("entries.spss_file")
R_FILE = Sentence("entries.r_file")
OLD_WORD_DOCUMENT = Sentence("entries.old_word_document")
WPS_DOCUMENT = Sentence("entries.wps_document")
CAJ_DOCUMENT = Sentence("entries.caj_document")
JSON_DOCUMENT = Sentence("entries.json_document")
AN_ARCHIVE = Sentence("entries.an_archive")
NOT_READ = Sentence("entries.not_read", "file", "kind")

DOCUMENTS = {".txt", ".md", ".markdown", ".html", ".htm", ".docx", ".pdf"}
PAJEK = {".net", ".paj"}
# .et: of WPS, in one of Excel's formats
TABLES = {".csv", ".tsv", ".xls", ".xlsx", ".xlsm", ".xlsb", ".ods", ".et"}
RECORDS = {".jsonl"}
# What people have and wenmai does not read → what it is, and the way out.
_OTHERS = {
    ".dta": (STATA_FILE(), IN_STATA()),
    ".sav": (SPSS_FILE(), IN_SPSS()),
    ".rds": (R_FILE(), IN_R_READ()),
    ".rda": (R_FILE(), IN_R_LOAD()),
    ".doc": (OLD_WORD_DOCUMENT(), SAVE_AS_DOCX()),
    ".wps": (WPS_DOCUMENT(), SAVE_AS_DOCX()),
    ".caj": (CAJ_DOCUMENT(), SAVE_AS_PDF()),
    ".json": (JSON_DOCUMENT(), ONE_OBJECT_PER_LINE()),
    ".zip": (AN_ARCHIVE(), UNPACK()),
    ".rar": (AN_ARCHIVE(), UNPACK()),
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
    return WenmaiError(NOT_READ(file=path.name, kind=known[0]), hint=known[1])


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
