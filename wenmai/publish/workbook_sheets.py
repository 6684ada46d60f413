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
    heading : str
        Chinese heading.
    keys : tuple of str
        Columns that both marts share.
    """

    column: str
    table: str
    heading: str
    keys: tuple[str, ...]


NAMES = {
    "unit_code": NameOf("unit_name_zh", "dim_units", "地区", ("unit_code",)),
    "indicator_code": NameOf(
        "indicator_name_zh", "dim_indicators", "指标", ("study_code", "indicator_code")
    ),
    "path_code": NameOf("path_name_zh", "dim_path_types", "发展路径", ("path_code",)),
}

# What every study has, after the sheets of its domains.
QUALITY_SHEETS = (
    Sheet(
        "可疑数值",
        "fct_plausibility",
        {
            "unit_code": "行政区划代码",
            "year": "年份",
            "indicator_code": "指标代码",
            "check_code": "检查",
            "raw_value": "值",
            "expected_value": "预期值",
            "finding_zh": "说明",
        },
        schema="quality",
    ),
    Sheet(
        "隔离记录",
        "fct_quarantine",
        {
            "source_file": "文件",
            "sheet_name": "工作表",
            "row_number": "行号",
            "column_label": "列",
            "unit_name": "地区",
            "year_text": "年份",
            "value_text": "值",
            "reason_code": "原因",
            "reason_zh": "说明",
            "way_out_zh": "处理办法",
            "candidates": "可能的地区",
        },
        schema="quality",
    ),
)


def all_sheets() -> tuple[Sheet, ...]:
    """Return the sheets of a workbook in their order: each domain's, then those of quality."""
    return (
        *(sheet for sheets in from_rooms("sheets", "SHEETS") for sheet in sheets),
        *QUALITY_SHEETS,
    )
