"""What `wenmai init` lays into a folder."""

import json
import shlex
import shutil
import sys
from pathlib import Path

from wenmai.errors import WenmaiError
from wenmai.sentences import Sentence
from wenmai.settings import MARKER
from wenmai.whole_file import reason_of, whole_file

IS_A_WAREHOUSE_ALREADY = Sentence("cli.is_a_warehouse_already", "home")
ITS_SETTINGS_ARE_IN = Sentence("cli.its_settings_are_in", "marker")
HOME_CANNOT_BE_MADE = Sentence("cli.home_cannot_be_made", "error", "home")
CHOOSE_A_WRITABLE_FOLDER = Sentence("cli.choose_a_writable_folder")

TEMPLATES = Path(__file__).parent / "new"
# name of the template, name in the warehouse
FILES = {
    MARKER: MARKER,
    "README.md": "README.md",
    "study.example.yml": "study.example.yml",
    "schedule.example": "schedule.example",
    "prefect.yaml": "prefect.yaml",
    "gitignore": ".gitignore",
}


def make_home(home: Path, *, demo: Path | None = None) -> list[str]:
    """Make a warehouse's folder; what is there already stays as it is.

    Parameters
    ----------
    home : Path
        Absolute.
    demo : Path, optional
        Folder of the demo studies, which are copied into ``landing/``.

    Returns
    -------
    list of str
        Names of the studies copied.

    Raises
    ------
    WenmaiError
        When the folder is a warehouse already, or cannot be written.
    """
    if (home / MARKER).exists():
        raise WenmaiError(
            IS_A_WAREHOUSE_ALREADY(home=home), hint=ITS_SETTINGS_ARE_IN(marker=MARKER)
        )
    try:
        (home / "landing").mkdir(parents=True, exist_ok=True)
        studies = _copy_studies(demo, home / "landing") if demo else []
        # the marker last: a folder that was not finished is no warehouse
        for template, name in reversed(FILES.items()):
            if not (home / name).exists():
                text = (TEMPLATES / template).read_text(encoding="utf-8")
                with whole_file(home / name) as part:
                    part.write_text(_filled(text, home), encoding="utf-8")
    except OSError as error:
        raise WenmaiError(
            HOME_CANNOT_BE_MADE(home=home, error=reason_of(error) or error),
            hint=CHOOSE_A_WRITABLE_FOLDER(),
        ) from error
    return studies


def _filled(text: str, home: Path) -> str:
    """Say where the warehouse and the command are, quoted as each reader wants it."""
    command = Path(sys.argv[0]).resolve()
    wenmai = str(command) if command.name.startswith("wenmai") else "wenmai"
    said = {
        # in a crontab % ends the command
        "{home}": shlex.quote(str(home)).replace("%", r"\%"),
        "{wenmai}": shlex.quote(wenmai).replace("%", r"\%"),
        "{unit_home}": str(home).replace("%", "%%"),
        "{yaml_home}": json.dumps(str(home), ensure_ascii=False),
        "{unit_wenmai}": f'"{wenmai}"'.replace("%", "%%"),
    }
    for place, value in said.items():
        text = text.replace(place, value)
    return text


def _copy_studies(demo: Path, landing: Path) -> list[str]:
    """Copy every study of the demo that is not there."""
    names = sorted(file.parent.name for file in demo.glob("*/study.yml"))
    for name in names:
        if not (landing / name).exists():
            part = landing / f".{name}.part"
            try:
                shutil.copytree(demo / name, part, ignore=shutil.ignore_patterns("__pycache__"))
                part.rename(landing / name)
            finally:
                shutil.rmtree(part, ignore_errors=True)
    return names
