"""Which sheets a study's workbook has, and where the names of codes in them stand."""

from dataclasses import dataclass

from wenmai.domains import from_rooms
from wenmai.kit.sheets import Sheet


@dataclass(frozen=True)
class NameOf:
    """Where the name of a code stands, which goes to the right of the code in every sheet.

    Parameters
    ----------
    column, table : str
        Column with the name, and its mart without schema.
    keys : tuple of str
        Columns that both marts share.
    """

    column: str
    table: str
    keys: tuple[str, ...]


NAMES = {
    "unit_code": NameOf("unit_name_zh", "dim_units", ("unit_code",)),
    "indicator_code": NameOf(
        "indicator_name_zh", "dim_indicators", ("study_code", "indicator_code")
    ),
    "path_code": NameOf("path_name_zh", "dim_path_types", ("path_code",)),
}

# What every study has, after the sheets of its domains.
QUALITY_SHEETS = (
    Sheet(
        "数据来源",
        "dim_sources",
        (
            *("source_kind", "entry_code", "file_pattern", "publisher", "title", "url"),
            *("licence", "citation", "accessed"),
        ),
    ),
    Sheet(
        "可疑数值",
        "fct_plausibility",
        (
            "unit_code",
            "year",
            "indicator_code",
            "check_code",
            "raw_value",
            "expected_value",
            "finding_zh",
        ),
        schema="quality",
    ),
    Sheet(
        "隔离记录",
        "fct_quarantine",
        (
            "source_file",
            "sheet_name",
            "row_number",
            "column_label",
            "unit_name",
            "year_text",
            "value_text",
            "reason_code",
            "reason_zh",
            "way_out_zh",
            "candidates",
        ),
        schema="quality",
    ),
)


def all_sheets() -> tuple[Sheet, ...]:
    """Return the sheets of a workbook in their order: each domain's, then those of quality."""
    return (
        *(sheet for sheets in from_rooms("sheets", "SHEETS") for sheet in sheets),
        *QUALITY_SHEETS,
    )
