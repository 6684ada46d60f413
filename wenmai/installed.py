"""What is installed: where the project's models and reference data are, what packages say."""

import os
from collections.abc import Collection
from email import message_from_string
from email.message import Message
from functools import cache
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

PACKAGE_DIR = Path(__file__).resolve().parent
# a clone carries them beside the package, a wheel inside it
PROJECT_DIR = next(
    (
        folder
        for folder in (PACKAGE_DIR.parent, PACKAGE_DIR / "project")
        if (folder / "dbt_project.yml").is_file()
    ),
    None,
)


def files_below(folder: Path, suffixes: Collection[str]) -> dict[str, Path]:
    """Return the files with one of some endings, by their place below a folder, in its order.

    `Path.rglob` takes ten times as long, and every refresh looks through the project.

    Parameters
    ----------
    folder : Path
        One that is not there holds nothing.
    suffixes : collection of str
        With the dot.

    Returns
    -------
    dict of str to Path
        Place with slashes → file.

    Examples
    --------
    >>> list(files_below(PACKAGE_DIR, {".py"}))[0]
    '__init__.py'
    """
    found = {}
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__"]
        inside = place[len(str(folder)) + 1 :].replace(os.sep, "/")
        for name in names:
            if name.endswith(tuple(suffixes)) and (file := Path(place, name)).is_file():
                found[f"{inside}/{name}".lstrip("/")] = file
    return dict(sorted(found.items()))


def project_variables(project_dir: Path) -> dict[str, Any]:
    """Return the variables of the project, which decide where a study says nothing.

    Parameters
    ----------
    project_dir : Path
        Holds dbt_project.yml.

    Returns
    -------
    dict

    Examples
    --------
    >>> project_variables(PROJECT_DIR)["max_gap_years"]
    3
    """
    import yaml  # noqa: PLC0415

    project = yaml.safe_load((project_dir / "dbt_project.yml").read_text(encoding="utf-8"))
    variables: dict[str, Any] = project["vars"]
    return variables


@cache
def package_header(name: str) -> Message:
    """Return what an installed package says of itself, without its description.

    The description is a book for many, and `importlib.metadata` parses it at each question.

    Parameters
    ----------
    name : str

    Returns
    -------
    email.message.Message

    Raises
    ------
    importlib.metadata.PackageNotFoundError

    Examples
    --------
    >>> package_header("duckdb")["Name"]
    'duckdb'
    """
    package = distribution(name)
    text = package.read_text("METADATA") or package.read_text("PKG-INFO") or ""
    return message_from_string(text.partition("\n\n")[0])
