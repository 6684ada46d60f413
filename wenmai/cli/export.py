"""``wenmai export``: a published table as a file for a spreadsheet."""

from pathlib import Path
from typing import Annotated

import typer


def export(
    table: Annotated[
        str, typer.Argument(help="Name, with or without schema: fct_innovation_index.")
    ],
    file: Annotated[Path, typer.Argument(help="A .csv or .xlsx file; it is replaced.")],
) -> None:
    """Write a published table to a CSV or XLSX file.

    Text that a spreadsheet would run as a formula is neutralised.
    """
    from wenmai.cli.console import near, output
    from wenmai.cli.options import settings_for
    from wenmai.publish import export_table
    from wenmai.words import count

    written = export_table(settings_for(), table, file)
    output().print(f"{count(written, 'row')} of {table} written to {near(file)}.", markup=False)
