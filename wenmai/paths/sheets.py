"""The sheet of development paths."""

from wenmai.kit.sheets import Sheet

SHEETS = (
    Sheet(
        "路径得票",
        "fct_path_probabilities",
        (
            "unit_code",
            "year",
            "path_code",
            "votes",
            "vote_share",
        ),
    ),
)
