"""A private file in which everything stands that is the same without a study."""

import os
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

import duckdb

from wenmai.build.changed_studies import code_hash
from wenmai.build.execute import KEYS
from wenmai.build.from_code import from_code
from wenmai.build.project import code_key
from wenmai.build.runner import build_tables
from wenmai.settings import Settings


def begin_with_blank(settings: Settings) -> None:
    """Lay out the private file, when there is none, as a refresh without studies would leave it.

    Reference data, and tables of domains that no study uses, then stand with their keys: a build
    makes the others. So a study costs what its own domains cost.

    Parameters
    ----------
    settings : Settings

    Examples
    --------
    >>> begin_with_blank(Settings.from_env())  # doctest: +SKIP
    """
    target = settings.build_file
    if target.exists():
        return
    blank = blank_file(settings)
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        shutil.copyfile(blank, part)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def blank_file(settings: Settings) -> Path:
    """Return the private file of a refresh without studies, as this code leaves it.

    Parameters
    ----------
    settings : Settings

    Returns
    -------
    Path

    Examples
    --------
    >>> blank_file(Settings.from_env()).suffix  # doctest: +SKIP
    '.duckdb'
    """
    name = f"{code_key(settings.project_dir)[:32]}{code_hash()[:32]}.duckdb"
    return from_code(settings, name, lambda file: _make(settings, file))


def _make(settings: Settings, file: Path) -> None:
    """Refresh a warehouse without studies, and take its private file.

    What fails there has no key, and fails again where it is asked for.
    """
    from wenmai.ingest import ingest  # noqa: PLC0415 - readers are heavy

    with tempfile.TemporaryDirectory(prefix="wenmai-blank-") as home:
        empty = replace(settings, home=Path(home), landing=())
        ingest(empty, (), release_id="blank")
        build_tables(empty)
        with duckdb.connect(str(empty.build_file)) as connection:
            # without a row, no model takes as long as it may take
            connection.execute(f"update {KEYS} set seconds = null")
        shutil.copyfile(empty.build_file, file)
