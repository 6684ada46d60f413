"""The uncertainty section of study.yml: its defaults, and every message about it."""

import pytest

from wenmai.indicators.lands import PART, STUDY_UNCERTAINTY, STUDY_UNCERTAINTY_OPTIONS


def test_without_the_section_every_choice_is_drawn(east):
    said = east.load().config.uncertainty
    assert said.enabled and said.leave_one_out and said.draws is None
    assert said.weight_concentration == 200
    assert said.measurement_noise == {}
    rows = {table: list(found) for table, found in PART.rows(east.load()).items()}
    (row,) = rows[STUDY_UNCERTAINTY]
    assert row["is_enabled"] and row["draws"] is None
    options = {
        choice: [
            option["option_code"] or (option["winsor_lower"], option["winsor_upper"])
            for option in rows[STUDY_UNCERTAINTY_OPTIONS]
            if option["choice_code"] == choice
        ]
        for choice in ("imputation", "winsorizing", "normalization", "weighting", "aggregation")
    }
    assert options == {
        "imputation": ["interpolate", "nearest", "none"],
        "winsorizing": [(0, 1), (0.01, 0.99), (0.05, 0.95)],
        "normalization": ["minmax", "zscore", "rank"],
        "weighting": ["entropy", "critic", "equal", "pca"],
        "aggregation": ["arithmetic", "geometric"],
    }


def test_a_study_says_what_is_drawn(east):
    east.replace(
        "study.yml",
        "indicators:",
        "uncertainty:\n"
        "  draws: 1024\n"
        "  seed: 7\n"
        "  imputation: []\n"
        "  winsorizing: [{lower: 0.1, upper: 0.9}]\n"
        "  weight_concentration: null\n"
        "  measurement_noise: {gdp: 0.05}\n"
        "indicators:",
    )
    said = east.load().config.uncertainty
    assert (said.draws, said.seed, said.imputation) == (1024, 7, ())
    assert [(limits.lower, limits.upper) for limits in said.winsorizing] == [(0.1, 0.9)]
    assert said.weight_concentration is None
    assert said.measurement_noise == {"gdp": 0.05}


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        (
            "{draw: 1024}",
            "uncertainty.draw (line 7): This key is not known. Did you mean 'draws'?",
        ),
        (
            "{draws: 10000}",
            "uncertainty.draws (line 7): The design of the draws needs a power of 2: "
            "write 8192 or 16384.",
        ),
        ("{draws: 64}", "uncertainty.draws (line 7): Expected at least 256, found 64."),
        ("{seed: -1}", "uncertainty.seed (line 7): Expected at least 0, found -1."),
        (
            "{normalization: [minmax, z]}",
            "uncertainty.normalization[1] (line 7): 'z' is not a choice. Did you mean 'zscore'?",
        ),
        (
            "{weighting: [equal, equal]}",
            "uncertainty.weighting (line 7): The option 'equal' stands twice: keep one of them.",
        ),
        (
            "{winsorizing: [{lower: 0, upper: 1}, {lower: 0, upper: 1}]}",
            "uncertainty.winsorizing (line 7): The option '0–1' stands twice: keep one of them.",
        ),
        (
            "{winsorizing: [{lower: 0.7, upper: 1}]}",
            "uncertainty.winsorizing[0].lower (line 7): Expected less than 0.5, found 0.7.",
        ),
        (
            "{winsorizing: [[0, 1]]}",
            "uncertainty.winsorizing[0] (line 7): Expected keys (lower, upper), found a list.",
        ),
        ("{aggregation: geometric}", "Expected a list, found 'geometric'."),
        (
            "{weight_concentration: 0}",
            "uncertainty.weight_concentration (line 7): Expected more than 0.0, found 0.",
        ),
        (
            "{measurement_noise: {gpd: 0.05}}",
            "uncertainty.measurement_noise.gpd (line 7): The study has no indicator 'gpd'. "
            "Did you mean 'gdp'?",
        ),
        (
            "{measurement_noise: {gdp: 5}}",
            "uncertainty.measurement_noise.gdp (line 7): Expected at most 1.0, found 5.",
        ),
    ],
)
def test_one_thing_wrong_about_uncertainty_is_one_clear_problem(east, section, expected):
    east.replace("study.yml", "indicators:", f"uncertainty: {section}\nindicators:")
    assert expected in "\n".join(map(str, east.problems()))
