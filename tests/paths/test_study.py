"""A whole study: labels, stored models, drift, and inputs that cannot be recognised."""

import numpy as np
import pandas as pd
import pytest
from support.path_studies import DIMENSIONS, PATHS, as_stored, everything, study, table

from wenmai.paths.studies import judgements_by_study, paths_by_study
from wenmai.sentences import text_of


def recognised(**settings) -> tuple[dict, object]:
    inputs = study(**settings)
    return inputs, paths_by_study(**inputs)


@pytest.fixture(scope="module")
def trained():
    inputs = study(blocks=("structured", "text"), grid_step=0.5)
    return inputs, everything(inputs)


def with_stored_scales(inputs: dict, result, shift: float = 0.0, years: int = 4) -> dict:
    """Return the next refresh: the stored model, and features measured by its scales."""
    later = study(blocks=("structured", "text"), years=years, retrain="never")
    stored = later["features"].assign(recipe_code="stored")
    stored["fused_score"] += np.where(stored["year"] >= 2022, shift, 0.0)
    later["features"] = pd.concat([later["features"], stored])
    scales = inputs["scales"]
    later["scales"] = pd.concat([scales, scales.assign(recipe_code="stored")])
    later["stored"] = as_stored(result, inputs)
    return later


def test_votes_reproduce_path_confidence_and_score(trained):
    _, result = trained
    assignments, shares = table(result, "assignments"), table(result, "probabilities")
    strengths = table(result, "strengths").set_index("path_code")["strength"]
    assignments = assignments.set_index(["unit_code", "year"])
    for place, votes in shares.groupby(["unit_code", "year"]):
        row = assignments.loc[place]
        assert votes["votes"].sum() == 40
        assert row["path_code"] == votes.loc[votes["votes"].idxmax(), "path_code"]
        assert row["confidence"] == votes["votes"].max() / 40
        expected = sum(votes["vote_share"] * votes["path_code"].map(strengths))
        assert row["path_score"] == pytest.approx(expected, abs=1e-12)


def test_every_unit_year_has_its_row_and_its_role(trained):
    inputs, result = trained
    roles = table(result, "assignments")["sample_role"].value_counts()
    assert roles.sum() == len(inputs["samples"])
    assert roles["training"] == pytest.approx(0.7 * roles.sum(), abs=3)
    assert set(roles.index) == {"training", "test"}


def test_contributions_of_samples_add_up_to_vote_shares(trained):
    _, result = trained
    keys = ["unit_code", "year", "path_code"]
    parts = table(result, "sample_contributions").groupby(keys)["contribution"].sum()
    shares = table(result, "probabilities").set_index(keys)
    assert (shares["base_share"] + parts - shares["vote_share"]).abs().max() < 1e-9


def test_strengths_are_mean_scores_of_labelled_samples_unless_stated():
    inputs = study()
    inputs["path_types"].loc[0, "strength"] = 0.9
    strengths = table(paths_by_study(**inputs), "strengths").set_index("path_code")["strength"]
    own = inputs["samples"].groupby("expert_path_code")["innovation_score"].mean()
    assert strengths["policy_driven"] == 0.9
    assert strengths["resource_activated"] == pytest.approx(own["resource_activated"])


def test_accuracy_and_confusion_speak_of_the_same_samples(trained):
    _, result = trained
    confusion, scores = table(result, "confusion"), table(result, "evaluation")
    for scheme, counts in confusion.groupby("scheme_code"):
        row = scores.set_index("scheme_code").loc[scheme]
        right = counts.loc[counts["label_path_code"] == counts["path_code"], "n_samples"].sum()
        assert counts["n_samples"].sum() == row["n_test"]
        assert right / row["n_test"] == pytest.approx(row["accuracy"])


def test_the_strict_schemes_keep_units_and_years_apart():
    """Cities that keep one path: a city's other years give it away, the rest of the panel not."""
    from wenmai.paths.evaluation import Panel, forward_in_time, grouped_by_unit
    from wenmai.paths.forest import ForestSettings

    random = np.random.default_rng(0)
    units = np.repeat([f"u{n}" for n in range(40)], 6).astype(object)
    labels = np.repeat(random.integers(0, 2, 40), 6)
    values = np.repeat(random.random((40, 2)), 6, axis=0)  # a fingerprint, no cause
    panel = Panel(values, labels, units, np.tile(np.arange(2018, 2024), 40), 2)
    settings = ForestSettings(trees=40)
    grouped, forward = grouped_by_unit(panel, settings), forward_in_time(panel, settings)
    assert grouped is not None
    assert forward is not None
    accuracy = [float((t.vote_shares.argmax(1) == t.labels).mean()) for t in (grouped, forward)]
    assert accuracy[0] < 0.75 < accuracy[1]
    assert forward.detail == "trained to 2021, tested from 2022"


@pytest.mark.parametrize("strategy", ["dominant_dimension", "cluster"])
def test_paths_are_recognised_without_any_expert(strategy):
    inputs, result = recognised(label_strategy=strategy, noise=0.4)
    assignments = table(result, "assignments")
    agreement = (assignments["label_path_code"] == inputs["samples"]["expert_path_code"]).mean()
    assert agreement > 0.8
    assert table(result, "models")["status"].item() == "recognised"


def test_clusters_of_size_are_said_to_be_no_paths():
    """Cities that differ in all dimensions alike: every cluster gets a name, hardly one fits."""
    inputs = study(label_strategy="cluster")
    features = inputs["features"]
    size = np.repeat(np.repeat(np.linspace(0, 1, 30), 4), 5)
    lead = np.where(features["dimension_code"] == DIMENSIONS[0], 1.1, 1.0)
    features["fused_score"] = (size * lead + 0.01 * features["fused_score"]) / 1.2
    notes = text_of(table(paths_by_study(**inputs), "models")["notes_said"].item())
    assert "read it as a group, not as a path" in notes


def test_a_stored_model_scores_a_year_it_has_not_seen(trained):
    inputs, result = trained
    later = with_stored_scales(inputs, result, years=5)
    again = everything(later)
    before, after = table(result, "models").iloc[0], table(again, "models").iloc[0]
    assert after["model_version"] == before["model_version"]
    assert (after["is_retrained"], after["reason_code"]) == (False, "kept")
    rows = table(again, "assignments")
    assert set(rows.loc[rows["year"] == 2022, "sample_role"]) == {"new"}
    assert rows.loc[rows["year"] == 2022, "path_code"].notna().all()
    assert set(table(again, "evaluation")["scheme_code"]) >= {"new_samples", "grouped_by_unit"}


def test_a_stored_model_votes_exactly_as_before(trained):
    inputs, result = trained
    later = with_stored_scales(inputs, result)
    own = later["features"]["recipe_code"] == "stored"
    later["features"].loc[own, "fused_score"] = inputs["features"]["fused_score"].to_numpy()
    keys = ["unit_code", "year", "path_code"]
    before = table(result, "probabilities").set_index(keys)["votes"]
    after = table(paths_by_study(**later), "probabilities").set_index(keys)["votes"]
    assert before.equals(after)


def test_a_tampered_model_is_noticed(trained):
    inputs, result = trained
    later = with_stored_scales(inputs, result)
    later["stored"]["trees"].loc[0, "threshold"] += 1e-9
    found = table(paths_by_study(**later), "models").iloc[0]
    assert (found["is_retrained"], found["reason_code"]) == (True, "stored_model_damaged")


def test_half_a_stored_model_is_noticed(trained):
    inputs, result = trained
    later = with_stored_scales(inputs, result)
    later["stored"]["trees"] = later["stored"]["trees"].iloc[5:]
    found = table(paths_by_study(**later), "models").iloc[0]
    assert found["reason_code"] == "stored_model_damaged"


def doubled_samples(stored):
    stored["samples"] = pd.concat([stored["samples"], stored["samples"].iloc[:3]])


def other_path_types(stored):
    stored["strengths"]["path_code"] = "old_" + stored["strengths"]["path_code"]
    stored["trees"]["path_code"] = "old_" + stored["trees"]["path_code"]


def no_strengths(stored):
    stored["strengths"] = stored["strengths"].iloc[:0]


@pytest.mark.parametrize("spoil", [doubled_samples, other_path_types, no_strengths])
def test_a_stored_model_that_makes_no_sense_is_no_crash(trained, spoil):
    inputs, result = trained
    later = with_stored_scales(inputs, result)
    spoil(later["stored"])
    found = table(paths_by_study(**later), "models").iloc[0]
    assert (found["is_retrained"], found["reason_code"]) == (True, "stored_model_damaged")


def test_a_forest_that_is_grown_anew_is_judged_the_same_whatever_is_stored(trained):
    inputs, result = trained
    later = {**inputs, "stored": as_stored(result, inputs)}
    judged, alone = judgements_by_study(**later), judgements_by_study(**inputs)
    assert judged.equals(alone)


@pytest.mark.parametrize(("shift", "reason"), [(0.0, "not_drifted"), (0.5, "drifted")])
def test_drift_retrains_when_the_study_wants_it(trained, shift, reason):
    inputs, result = trained
    later = with_stored_scales(inputs, result, shift=shift, years=6)
    later["settings"]["retrain"] = "on_drift"
    again = paths_by_study(**later)
    model, drift = table(again, "models").iloc[0], table(again, "drift")
    assert model["reason_code"] == reason
    assert model["is_retrained"] == (reason == "drifted")
    assert drift["is_drifted"].any() == (reason == "drifted")
    assert (drift["n_new"] == 60).all()


def test_the_same_input_gives_the_same_tables_in_any_order(trained):
    inputs, result = trained
    mixed = {
        name: frame.sample(frac=1, random_state=1) if name != "stored" else frame
        for name, frame in inputs.items()
    }
    assert everything(mixed) == result


def test_a_missing_dimension_is_left_out_and_said_so():
    inputs = study(blocks=("structured", "text"))
    gone = inputs["features"]["dimension_code"] == "market_realization"
    scores = [name for name in inputs["features"] if name.endswith("_score")]
    inputs["features"].loc[gone, scores] = np.nan
    result = everything(inputs)
    model = table(result, "models").iloc[0]
    assert model["n_scored"] == len(inputs["samples"])
    assert "market_realization has no feature" in text_of(model["notes_said"])
    assert "market_realization" not in set(table(result, "sample_contributions")["dimension_code"])
    assert len(table(result, "grid"))


def test_a_unit_year_without_a_score_is_listed_and_not_scored():
    inputs = study()
    inputs["features"].loc[2, "fused_score"] = np.nan
    rows = table(paths_by_study(**inputs), "assignments")
    assert rows.loc[0, "sample_role"] == "not_scored"
    assert pd.isna(rows.loc[0, "path_code"])
    assert rows.loc[0, "missing_dimensions"] == "technology_empowerment"
    assert (rows["sample_role"] != "not_scored").sum() == len(rows) - 1


def test_a_path_with_one_sample_is_learnt_and_said_not_to_be_tested():
    inputs = study()
    labels = inputs["samples"]["expert_path_code"]
    inputs["samples"]["expert_path_code"] = labels.where(labels != PATHS[3], PATHS[0])
    inputs["samples"].loc[5, "expert_path_code"] = PATHS[3]
    result = paths_by_study(**inputs)
    notes = text_of(table(result, "models")["notes_said"][0])
    assert "A single sample is labelled collaborative_linkage" in notes
    assert table(result, "assignments").loc[5, "sample_role"] == "training"


def equal_features(inputs):
    inputs["features"].loc[:, "fused_score"] = 0.1 + 0.2


def no_features(inputs):
    inputs["features"].loc[:, "fused_score"] = np.nan


def few_labels(inputs):
    inputs["samples"].loc[5:, "expert_path_code"] = None


def one_path(inputs):
    inputs["samples"]["expert_path_code"] = PATHS[1]


@pytest.mark.parametrize(
    ("spoil", "reason", "sentence"),
    [
        (equal_features, "nothing_varies", "nothing to tell apart"),
        (no_features, "no_features", "paths: features"),
        (few_labels, "too_few_labelled", "Only 5 unit-years"),
        (one_path, "one_path", "a forest needs two"),
    ],
)
def test_a_study_that_cannot_be_recognised_says_why(spoil, reason, sentence):
    inputs = study()
    spoil(inputs)
    result = everything(inputs)
    model = table(result, "models").iloc[0]
    assert (model["status"], model["reason_code"]) == ("refused", reason)
    assert sentence in text_of(model["reason_said"])
    assert len(result["assignments"][0].as_py()) == len(result["evaluation"][0].as_py()) == 0


def test_a_refused_study_does_not_stop_another():
    good, bad = study(code="good"), study(code="bad")
    one_path(bad)
    both = {
        name: pd.concat([good[name], bad[name]]) for name in good if name != "stored"
    } | {"stored": good["stored"]}  # fmt: skip
    result = paths_by_study(**both)
    assert result["study_code"].to_pylist() == ["bad", "good"]
    assert [table(result, "models", row)["status"].item() for row in (0, 1)] == [
        "refused",
        "recognised",
    ]


def test_no_study_gives_an_empty_typed_table():
    inputs = study()
    empty = {name: f.iloc[:0] if name != "stored" else f for name, f in inputs.items()}
    result = everything(empty)
    assert {len(column) for column in result.values()} == {0}
    assert {"trees", "grid"} <= set(result)


def test_the_weight_grid_covers_the_simplex_of_the_blocks_that_are_there(trained):
    _, result = trained
    grid = table(result, "grid")
    points = grid[["structured_weight", "text_weight", "network_weight"]]
    assert points.sum(axis=1).tolist() == pytest.approx([1] * len(grid))
    assert (grid["network_weight"] == 0).all()
    assert grid["is_own"].sum() == 1
    assert grid.loc[grid["is_own"], "structured_weight"].item() == pytest.approx(0.625)


def test_contribution_shares_sum_to_one_in_every_group(trained):
    _, result = trained
    keys = ["scope_code", "scope_value", "method_code"]
    rows = table(result, "contributions")
    assert rows.groupby(keys)["contribution_share"].sum().to_numpy() == pytest.approx(1)
    assert set(rows["scope_value"]) == {"all", "210000", "220000", "2018", "2019", "2020", "2021"}
    assert set(rows["dimension_code"]) == set(DIMENSIONS)
