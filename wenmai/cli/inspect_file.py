"""``wenmai inspect``: draft a source mapping for a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def inspect(
    file: Annotated[Path, typer.Argument(help="A CSV file or an Excel workbook.")],
    sheet: Annotated[
        str | None, typer.Option(help="Name of the sheet, or its number from 1.")
    ] = None,
    write: Annotated[
        Path | None, typer.Option(metavar="PATH", help="Write the draft to this file.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace an existing draft.")] = False,
) -> None:
    """Draft the source mapping of a file, and say what is unsure.

    The draft goes to standard output and the rest to standard error, so that
    `wenmai inspect FILE > sources/my_file.yml` works too.
    """
    from wenmai.cli.console import errors, near, output
    from wenmai.cli.options import settings_for
    from wenmai.errors import WenmaiError
    from wenmai.inspect import inspect_file
    from wenmai.studies.reference import Reference

    if write is not None and write.exists() and not force:
        raise WenmaiError(
            f"{write} exists already.", hint="Name another file, or replace it with --force."
        )
    console = errors()
    with console.status("Reading the file …"):
        draft = inspect_file(
            file,
            Reference(settings_for().seeds_dir),
            sheet=sheet,
            file=pattern_for(file, write) if write else None,
        )
    print_notes("Understood", draft.understood, "[green]✓[/]")
    print_notes("Unsure: please look", draft.doubts, "[yellow]?[/]")
    if write is None:
        console.print()
        output().out(draft.yaml.rstrip("\n"), highlight=False)
        return
    write.parent.mkdir(parents=True, exist_ok=True)
    write.write_text(draft.yaml, encoding="utf-8")
    console.print(f"\nWritten to {near(write)}. Check it, then try `wenmai check`.", markup=False)


def pattern_for(file: Path, write: Path) -> str | None:
    """Return how a mapping in a study folder names a file of the same folder.

    Parameters
    ----------
    file : Path
    write : Path
        Where the mapping goes: ``<study>/sources/<mapping>.yml``.

    Returns
    -------
    str or None
        None when the file does not lie in the study folder.

    Examples
    --------
    >>> pattern_for(Path("/in/a/tables/x.csv"), Path("/in/a/sources/x.yml"))
    'tables/x.csv'
    """
    study, place = write.absolute().parent.parent, file.absolute()
    return place.relative_to(study).as_posix() if place.is_relative_to(study) else None


def print_notes(title: str, notes: tuple[str, ...], mark: str) -> None:
    """Print notes under a title on standard error."""
    from rich.markup import escape

    from wenmai.cli.console import bullets, errors, heading

    if notes:
        errors().print(heading(title), bullets((mark, escape(note)) for note in notes))
