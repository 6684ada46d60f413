"""What a domain says about its sheets of a study's workbook."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Sheet:
    """One sheet of the workbook.

    Parameters
    ----------
    title : str
        Name of the sheet, at most 31 characters.
    table : str
        Table without its schema; it has a column ``study_code``.
    headings : mapping
        Column → its Chinese heading, in the order of the sheet, which is also the order of rows.
    schema : {'marts', 'quality'}
        Where the table stands.
    """

    title: str
    table: str
    headings: Mapping[str, str]
    schema: str = "marts"

    @property
    def relation(self) -> str:
        """The table with its schema."""
        return f"{self.schema}.{self.table}"
