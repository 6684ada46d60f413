"""The section paths of study.yml: its defaults, its rows, and every message about it."""

import pytest

from wenmai.paths.lands import (
    PART,
    STUDY_PATH_FEATURES,
    STUDY_PATH_NETWORKS,
    STUDY_PATH_STRENGTHS,
    STUDY_PATHS,
)

LABELS = "城市,年份,路径\n沈阳,2018,政策牵引型\n"


def say(east, section: str) -> None:
    east.replace("study.yml", "indicators:", f"paths: {section}\nindicators:")


def test_without_the_section_there_is_nothing_to_recognise(east):
    assert east.load().config.paths is None
    assert PART.rows(east.load()) == {}


def test_the_defaults_are_left_to_the_project(east):
    say(east, "{labels: {strategy: cluster}}")
    rows = PART.rows(east.load())
    (settings,) = rows[STUDY_PATHS]
    assert settings["structured_weight"] is settings["trees"] is None
    assert (settings["retrain"], settings["grid_step"], settings["drift_threshold"]) == (
        "always",
        0.2,
        0.25,
    )
    assert not settings["has_networks_named"]
    assert rows[STUDY_PATH_FEATURES] == rows[STUDY_PATH_NETWORKS] == []


def test_what_the_study_says_becomes_rows(east):
    say(
        east,
        "{labels: {strategy: dominant_dimension}, fusion: {structured: 1, text: 0, network: 0},"
        " features: {gdp: market_realization, culture_revenue: none, degree: policy_support},"
        " strengths: {policy_driven: 0.7}, forest: {trees: 100}, networks: [], retrain: on_drift,"
        " fusion_grid_step: null}",
    )
    rows = PART.rows(east.load())
    (settings,) = rows[STUDY_PATHS]
    assert (settings["structured_weight"], settings["trees"], settings["grid_step"]) == (1, 100, 0)
    assert settings["has_networks_named"]
    assert [(row["feature_code"], row["dimension_code"]) for row in rows[STUDY_PATH_FEATURES]] == [
        ("gdp", "market_realization"),
        ("culture_revenue", None),
        ("degree", "policy_support"),
    ]
    assert rows[STUDY_PATH_STRENGTHS][0]["strength"] == 0.7


def test_the_file_of_labels_belongs_to_the_files_of_the_study(east):
    east.write("labels/paths.csv", LABELS)
    say(east, "{labels: {strategy: expert, file: labels/paths.csv}}")
    study = east.load()
    assert study.found["paths"] in study.files


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        ("{labels: {strategy: expert}}", "Expert labels need a file."),
        (
            "{labels: {strategy: cluster, file: labels.csv}}",
            "File belongs to strategy: expert, not cluster.",
        ),
        (
            "{labels: {strategy: expert, file: labels/path.csv}}",
            "There is no file 'labels/path.csv'. Did you mean 'labels/paths.csv'?",
        ),
        (
            "{labels: {strategy: cluster}, fusion: {structured: 0.5, text: 0.3, network: 0.3}}",
            "Structured, text and network sum to 1.1, not to 1.",
        ),
        (
            "{labels: {strategy: cluster}, features: {gpd: market_realization}}",
            "There is no feature 'gpd'. Did you mean 'gdp'?",
        ),
        (
            "{labels: {strategy: cluster}, features: {gdp: market}}",
            "There is no driving dimension 'market'.",
        ),
        (
            "{labels: {strategy: cluster}, strengths: {policy: 0.7}}",
            "There is no path 'policy'. Did you mean 'policy_driven'?",
        ),
        (
            "{labels: {strategy: cluster}, networks: [links]}",
            "There is no network 'links'. Declare the network.",
        ),
        (
            "{labels: {strategy: cluster}, fusion_grid_step: 0.3}",
            "1 is no multiple of 0.3: take 0.5, 0.25, 0.2, 0.1 or 0.05",
        ),
        ("{labels: {strategy: clusters}}", "labels.strategy"),
        ("{labels: {strategy: cluster}, retrain: sometimes}", "retrain"),
        ("{labels: {strategy: cluster}, forest: {trees: 3}}", "forest.trees"),
        ("{}", "labels"),
    ],
)
def test_what_is_wrong_is_named_with_the_way_out(east, section, expected):
    east.write("labels/paths.csv", LABELS)
    say(east, section)
    (problem,) = east.problems()
    assert problem.file == "east/study.yml"
    assert problem.key.startswith("paths")
    assert expected in str(problem)
