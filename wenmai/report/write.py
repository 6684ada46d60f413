"""Write the brief of a study to a file, in the format that its name says."""

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from wenmai.atlas.warehouse import Warehouse
from wenmai.errors import WenmaiError
from wenmai.report.content import make_brief
from wenmai.report.web import write_page
from wenmai.report.word import write_word
from wenmai.sentences import Sentence
from wenmai.whole_file import whole_file

if TYPE_CHECKING:
    import duckdb

FORMATS = (".docx", ".html", ".pdf")
OTHER_ENDING = Sentence("report.other_ending", "file", "endings")
GIVE_ENDING = Sentence("report.give_ending")
NO_OFFICE = Sentence("report.no_office")
ASK_WORD = Sentence("report.ask_word")
NO_PDF = Sentence("report.no_pdf")
SAVE_IN_WORD = Sentence("report.save_in_word")
_PDF_SECONDS = 180


def write_brief(
    connection: "duckdb.DuckDBPyConnection",
    study_code: str,
    file: Path,
    *,
    language: str,
    reader: str,
    unit: str | None = None,
) -> Path:
    """Write a brief.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        To a serving file.
    study_code : str
    file : Path
        Ends in .docx, .html or .pdf; replaced when it is there.
    language : {'zh', 'en'}
    reader : {'leader', 'bureau'}
    unit : str, optional
        Code or name of one unit.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    WenmaiError
        When the ending is another, the release has nothing to report, a library or LibreOffice is
        missing, or the file cannot be written.
    """
    ending = file.suffix.lower()
    if ending not in FORMATS:
        raise WenmaiError(
            OTHER_ENDING(file=file.name, endings=", ".join(FORMATS)), hint=GIVE_ENDING()
        )
    brief = make_brief(
        Warehouse(connection),
        study_code,
        language=language,
        reader=reader,
        unit=unit,
        picture_kind="svg" if ending == ".html" else "png",
    )
    with tempfile.TemporaryDirectory(prefix="wenmai-report-") as folder:
        made = Path(folder) / f"brief{ending}"
        if ending == ".html":
            write_page(brief, made)
        else:
            write_word(brief, made.with_suffix(".docx"))
        if ending == ".pdf":
            _convert(made.with_suffix(".docx"), made)
        with whole_file(file) as part:
            shutil.copyfile(made, part)
    return file


def _convert(document: Path, file: Path) -> None:
    """Let LibreOffice make the PDF: it lays pages out as a word processor does."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        raise WenmaiError(NO_OFFICE(), hint=ASK_WORD())
    profile = f"-env:UserInstallation={(document.parent / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir"]
    done = subprocess.run(
        [*command, str(document.parent), str(document)],
        capture_output=True,
        timeout=_PDF_SECONDS,
        check=False,
    )
    if done.returncode or not file.is_file():
        raise WenmaiError(NO_PDF(), hint=SAVE_IN_WORD())
