"""What a domain says about its sheets of a study's workbook."""

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
    columns : tuple of str
        In the order of the sheet, which is also the order of rows; their labels are the headings.
    schema : {'marts', 'quality'}
        Where the table stands.
    """

    title: str
    table: str
    columns: tuple[str, ...]
    schema: str = "marts"

    @property
    def relation(self) -> str:
        """The table with its schema."""
        return f"{self.schema}.{self.table}"
