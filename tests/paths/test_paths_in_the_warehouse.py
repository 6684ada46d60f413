"""Paths of the demo through the whole pipeline: the planted ones come back, honestly measured."""

import csv

import pandas as pd
import pytest

from wenmai.settings import Settings

TRUTH = Settings.from_env({}).project_dir / "demo" / "truth"
PATH_CODES = {
    "policy": "policy_driven",
    "resource": "resource_activated",
    "technology": "technology_empowered",
    "collaboration": "collaborative_linkage",
    "market": "market_transformation",
}
PUBLISHED_SHARES = {  # P1 Fig 4
    "technology_empowered": 0.278,
    "policy_driven": 0.226,
    "resource_activated": 0.189,
    "collaborative_linkage": 0.163,
    "market_transformation": 0.144,
}


@pytest.fixture(scope="module")
def ask(demo_warehouse):
    """Return a function that asks the serving file of the demo."""
    with demo_warehouse.open(demo_warehouse.settings.serving_file) as connection:
        yield lambda query: connection.execute(query).df()


@pytest.fixture(scope="module")
def assignments(ask) -> pd.DataFrame:
    with (TRUTH / "northeast_latent.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    truth = pd.DataFrame(
        {
            "unit_code": [row["unit_code"] for row in rows],
            "year": [int(row["year"]) for row in rows],
            "planted": [PATH_CODES[row["path_code"]] for row in rows],
        }
    )
    found = ask("select * from marts.fct_path_assignments where study_code = 'northeast'")
    return found.merge(truth, on=["unit_code", "year"])


def test_the_forest_finds_the_planted_paths_through_wrong_labels(assignments):
    assert len(assignments) == 252
    wrong = assignments["label_path_code"] != assignments["planted"]
    assert wrong.sum() == 22
    assert (assignments["path_code"] == assignments["planted"]).mean() > 0.93
    # in most cases the forest knows better than the expert, in samples it did not learn
    unseen = assignments[wrong & ~assignments["is_training"]]
    assert (unseen["path_code"] == unseen["planted"]).mean() > 0.5


def test_shares_accuracy_and_confidence_come_near_the_published_ones(ask):
    shares = ask(
        "select path_code, path_share from marts.mart_path_shares"
        " where study_code = 'northeast' and scope_code = 'all'"
    ).set_index("path_code")["path_share"]
    for path, published in PUBLISHED_SHARES.items():
        assert shares[path] == pytest.approx(published, abs=0.012)
    row = ask(
        "select oob_accuracy, macro_f1 from marts.fct_path_evaluation"
        " where study_code = 'northeast' and scheme_code = 'paper_split'"
    ).iloc[0]
    assert row["oob_accuracy"] == pytest.approx(0.847, abs=0.02)
    assert row["macro_f1"] == pytest.approx(0.823, abs=0.03)


def test_every_block_has_its_part_in_the_demo(ask):
    found = ask(
        "select count(structured_score) as s, count(text_score) as t, count(network_score) as n"
        " from marts.fct_path_features where study_code = 'northeast'"
    ).iloc[0]
    assert (found["s"], found["t"]) == (1260, 1260)
    assert found["n"] > 200


def test_the_worked_example_of_the_paper_can_be_asked(ask, project_dir):
    """Changchun 2024, by the query of docs/paths.md."""
    document = (project_dir / "docs/paths.md").read_text(encoding="utf-8")
    queries = [part.split("```")[0] for part in document.split("```sql\n")[1:]]
    answer = ask(queries[0]).iloc[0]
    assert answer["explanation"].startswith("Changchun 2024 is on the path technology-empowered: ")
    assert "The nearest other path is policy-driven" in answer["explanation"]
    assert answer["explanation_zh"].startswith("长春市2024年属于技术赋能型：500棵树中有")
    votes = ask(queries[1])
    by_path = votes.drop_duplicates("path_code").set_index("path_code")["votes"]
    assert by_path.sum() == 500
    assert by_path.idxmax() == "technology_empowered"
    for statement in (part for query in queries[2:] for part in query.split(";") if part.strip()):
        assert len(ask(statement))


def test_published_numbers_stand_beside_the_warehouse_s_own(ask):
    rows = ask(
        "select * from quality.fct_published_comparison where paper = 'P1'"
        " and (statistic like 'path_%' or statistic in ('oob_accuracy', 'macro_f1', 'max_depth'))"
    )
    assert rows["own_value"].notna().all()
    assert rows["status"].ne("not computable").all()
    settings = ask(
        "select * from quality.fct_published_comparison where statistic in"
        " ('max_depth', 'min_samples_leaf', 'training_share', 'n_trees')"
    )
    assert set(settings["status"]) == {"reproduced"}


def test_bad_lines_of_labels_are_in_quarantine_with_the_way_out(ask):
    rows = ask(
        "select * from quality.fct_quarantine where mapping_code = 'paths' order by row_number"
    )
    assert rows["reason_code"].tolist() == ["path_unknown", "unit_unknown"]
    assert rows["reason"].tolist() == [
        "'综合发展型' is no development path.",
        "No unit of this level is called '四坪市'.",
    ]
    assert "四平市 220300" in rows["candidates"][1]
    counted = ask("select * from quality.fct_source_files where mapping_code = 'paths'").iloc[0]
    assert (counted["rows_loaded"], counted["rows_collapsed"], counted["rows_quarantined"]) == (
        252,
        1,
        2,
    )


def test_a_study_without_the_section_has_no_paths(ask):
    for mart in ("fct_path_assignments", "fct_path_models", "mart_path_shares"):
        assert set(ask(f"select distinct study_code from marts.{mart}")["study_code"]) == {
            "northeast"
        }
