"""``wenmai inspect``: draft a source mapping for a file."""

from pathlib import Path
from typing import Annotated

import typer


def inspect(
    file: Annotated[Path, typer.Argument(help="A CSV or Excel file.")],
    sheet: Annotated[
        str | None, typer.Option(help="Name of the sheet, or its number from 1.")
    ] = None,
    write: Annotated[
        Path | None, typer.Option(metavar="PATH", help="Write the draft to this file.")
    ] = None,
) -> None:
    """Say what was understood of a file, as the draft of a source mapping, and what is unsure.

    The draft goes to standard output, the doubts to standard error, so that
    `wenmai inspect FILE > sources/my_file.yml` works too.
    """
    raise NotImplementedError
