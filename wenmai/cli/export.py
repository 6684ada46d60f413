"""``wenmai export``: a published table as a file for a spreadsheet."""

from pathlib import Path
from typing import Annotated

import typer

from wenmai.sentences import Sentence

WRITTEN = Sentence("cli.written", "rows", "table", "file")


def export(
    table: Annotated[str, typer.Argument()],
    file: Annotated[Path, typer.Argument()],
) -> None:
    """Write a published table to a CSV or XLSX file.

    Text that a spreadsheet would run as a formula is neutralised.
    """
    from wenmai.cli.console import near, output
    from wenmai.cli.options import settings_for
    from wenmai.publish import export_table
    from wenmai.words import ROWS

    written = export_table(settings_for(), table, file)
    said = WRITTEN(rows=ROWS(written), table=table, file=near(file))
    output().print(said, markup=False)
