"""The sheet of development paths."""

from wenmai.kit.sheets import Sheet

SHEETS = (
    Sheet(
        "路径得票",
        "fct_path_probabilities",
        {
            "unit_code": "行政区划代码",
            "year": "年份",
            "path_code": "路径代码",
            "votes": "得票",
            "vote_share": "得票份额",
        },
    ),
)
