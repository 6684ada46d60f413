"""The SQL of paths and the forest behind it, on a small study in memory."""

import numpy as np
import pandas as pd
import pytest
from support.path_models import INDICATORS, NEGATIVE, inputs, store
from support.path_studies import DIMENSIONS

from wenmai.paths.fusion import fuse

MARTS = [
    *("fct_path_features", "fct_path_assignments", "fct_path_probabilities", "fct_path_models"),
    *("fct_path_evaluation", "fct_path_sample_contributions", "fct_path_trees"),
    *("fct_path_model_samples", "fct_path_model_scales", "fct_path_strengths", "fct_path_drift"),
    *("fct_path_contributions", "fct_path_effects", "fct_path_transitions", "fct_fusion_grid"),
    *("fct_path_confusion", "fct_path_calibration", "mart_path_shares", "mart_path_comparison"),
    *("mart_path_explanations", "mart_path_province_trend", "mart_path_dimension_means"),
]


@pytest.fixture(scope="module")
def study():
    return inputs()


@pytest.fixture(scope="module")
def built(compiled_models, study):
    return compiled_models.run(study, MARTS)


def frame(con, query: str) -> pd.DataFrame:
    return con.sql(query).df()


def test_the_fusion_in_sql_is_that_of_the_formula(built):
    features = frame(built, "select * from marts.fct_path_features")
    blocks = np.stack([features[f"{name}_score"] for name in ("structured", "text", "network")])
    expected = fuse(blocks.T[:, :, None], [0.5, 0.3, 0.2])[:, 0]
    assert features["fused_score"].to_numpy() == pytest.approx(expected, abs=1e-12, nan_ok=True)
    assert features["network_score"].notna().sum() == len(features) / 5  # one dimension of five


def test_a_block_score_is_the_entropy_weighted_mean_of_its_features(built, study):
    cells = study["int_indicators__clean_values"].pivot(
        index=["unit_code", "year"], columns="indicator_code", values="clean_value"
    )[INDICATORS]
    cells[NEGATIVE] *= -1
    z = (cells - cells.min()) / (cells.max() - cells.min())
    p = z / z.sum()
    entropy = -(p * np.log(p.where(p > 0, 1))).sum() / np.log(z.notna().sum())
    divergence = 1 - entropy
    for dimension in DIMENSIONS:
        own = [f"{dimension}_1", f"{dimension}_2"]
        weights = divergence[own] / divergence[own].sum()
        observed = z[own].notna() * weights
        expected = (z[own] * weights).sum(axis=1) / observed.sum(axis=1)
        expected = expected.where(observed.sum(axis=1) >= 0.6 - 1e-12)
        found = frame(
            built,
            f"select structured_score from marts.fct_path_features"
            f" where dimension_code = '{dimension}' order by unit_code, year",
        )["structured_score"]
        assert found.to_numpy() == pytest.approx(expected.to_numpy(), abs=1e-9, nan_ok=True)


def test_votes_in_the_marts_reproduce_path_confidence_and_score(built):
    wrong = frame(
        built,
        """
        with votes as (
            select study_code, unit_code, year, sum(votes) as n, max(votes) as most,
                sum(vote_share * strength) as score
            from marts.fct_path_probabilities
            inner join marts.fct_path_strengths using (study_code, path_code)
            group by all
        )
        select * from marts.fct_path_assignments inner join votes
            using (study_code, unit_code, year)
        where n != 40 or n_trees != 40 or votes != most or confidence != most / 40
            or abs(path_score - score) > 1e-12
        """,
    )
    assert wrong.empty
    assert frame(built, "select count(*) as n from marts.fct_path_assignments")["n"].item() == 96


def test_contributions_in_the_marts_add_up_to_the_vote_shares(built):
    off = frame(
        built,
        """
        select max(abs(base_share + parts - vote_share)) as off from marts.fct_path_probabilities
        inner join (
            select study_code, unit_code, year, path_code, sum(contribution) as parts
            from marts.fct_path_sample_contributions group by all
        ) using (study_code, unit_code, year, path_code)
        """,
    )
    assert off["off"].item() < 1e-9


def test_every_explanation_names_votes_path_and_turn_in_both_languages(built):
    rows = frame(built, "select * from marts.mart_path_explanations")
    assert rows[["explanation", "explanation_zh"]].notna().all().all()
    for row in rows.itertuples():
        assert f"{row.votes} of 40 trees" in row.explanation
        assert f"40棵树中有{row.votes}棵" in row.explanation_zh
        assert ("trained on this unit-year" in row.explanation) == row.is_training
        if pd.notna(row.turning_score):
            assert row.turning_path_code != row.path_code
            assert f"to {max(round(row.turning_score, 3), 0.001):.3f}." in row.explanation


def test_the_turn_of_an_explanation_turns_the_stored_trees(built):
    """Score the row again from the published trees, with the one change that is named."""
    from wenmai.paths.forest import winners
    from wenmai.paths.model import arrays_of_rows

    paths = frame(
        built, "select path_code, dimension_code from marts.fct_path_strengths order by position"
    )
    forest = arrays_of_rows(
        frame(built, "select * from marts.fct_path_trees"),
        tuple(paths["path_code"]),
        tuple(paths["dimension_code"]),
    )
    features = frame(built, "select * from marts.fct_path_features").pivot(
        index=["unit_code", "year"], columns="dimension_code", values="fused_score"
    )[list(paths["dimension_code"])]
    rows = frame(
        built, "select * from marts.mart_path_explanations where turning_score is not null"
    )
    assert len(rows) > 50
    for row in rows.itertuples():
        values = features.loc[(row.unit_code, row.year)].copy()
        assert paths["path_code"][winners(forest.votes([values]))[0]] == row.path_code
        values[row.turning_dimension_code] = row.turning_score
        assert paths["path_code"][winners(forest.votes([values]))[0]] == row.turning_path_code


def test_a_comparison_names_what_leads_and_what_is_lacking(built):
    rows = frame(built, "select * from marts.mart_path_comparison where n_samples > 0")
    types = frame(built, "select path_code, dimension_code from marts.fct_path_strengths")
    expected = dict(zip(types["path_code"], types["dimension_code"], strict=True))
    assert (rows["leading_dimension_code"] == rows["path_code"].map(expected)).all()
    assert rows["leading_features_en"].str.len().gt(0).all()
    assert (rows["weakest_dimension_code"] != rows["leading_dimension_code"]).all()


def test_without_texts_their_share_goes_to_the_other_blocks(compiled_models):
    con = compiled_models.run(inputs(texts=False), ["fct_path_features", "fct_fusion_grid"])
    features = frame(con, "select * from marts.fct_path_features where fused_score is not null")
    assert (features["text_share"] == 0).all()
    alone = features[features["network_score"].isna()]
    assert (alone["fused_score"] == alone["structured_score"]).all()
    both = features[features["network_score"].notna() & features["structured_score"].notna()]
    assert both["structured_share"].to_numpy() == pytest.approx(5 / 7)
    assert frame(con, "select max(text_weight) as w from marts.fct_fusion_grid")["w"].item() == 0


def test_a_stored_model_scores_a_new_year_by_its_own_scales(compiled_models, built, study):
    """The new year lies far outside the old range: the scales of the model must not move."""
    later = store(built, inputs(years=5, retrain="never"))
    values = later["int_indicators__clean_values"]
    old = study["int_indicators__clean_values"].set_index(["unit_code", "year", "indicator_code"])
    values = values.set_index(["unit_code", "year", "indicator_code"])
    values["clean_value"] = old["clean_value"].reindex(values.index)
    new = values.index.get_level_values("year") == 2022
    values.loc[new, "clean_value"] = 500.0
    later["int_indicators__clean_values"] = values.reset_index()
    for name in ("int_text__unit_year_themes", "int_networks__node_measures"):
        kept = later[name]
        later[name] = pd.concat([study[name], kept[kept["year"] == 2022]])
    con = compiled_models.run(later, MARTS)
    before = frame(built, "select * from marts.fct_path_models").iloc[0]
    after = frame(con, "select * from marts.fct_path_models").iloc[0]
    assert (after["model_version"], after["is_retrained"]) == (before["model_version"], False)
    assert after["trained_release_id"] == "r1"
    columns = "unit_code, year, path_code, votes, base_share"
    query = f"select {columns} from marts.fct_path_probabilities where year < 2022 order by all"
    assert frame(con, query).equals(frame(built, query))
    roles = frame(
        con, "select sample_role, path_code from marts.fct_path_assignments where year = 2022"
    )
    assert set(roles["sample_role"]) == {"new"}
    drift = frame(con, "select * from marts.fct_path_drift")
    assert drift["is_drifted"].sum() >= 3
    assert (drift["outside_share"] >= 0).all()
    rest = [name for name in STORED_MARTS if name != "fct_path_models"]
    for name in rest:
        query = f"select * from marts.{name} order by all"
        kept = frame(con, query)
        assert len(kept) == len(frame(built, query)), name


STORED_MARTS = [
    *("fct_path_models", "fct_path_trees", "fct_path_model_samples", "fct_path_model_scales"),
    "fct_path_strengths",
]


def test_drift_trains_anew_when_the_study_wants_it(compiled_models, built, study):
    later = store(built, inputs(years=6, retrain="on_drift", seed=0))
    values = later["int_indicators__clean_values"]
    values.loc[values["year"] >= 2022, "clean_value"] += 60
    con = compiled_models.run(later, ["fct_path_models", "fct_path_drift"])
    model = frame(con, "select * from marts.fct_path_models").iloc[0]
    assert (model["reason_code"], model["is_retrained"]) == ("drifted", True)
    assert "moved away" in model["reason"]
    assert (
        model["model_version"]
        != frame(built, "select * from marts.fct_path_models")["model_version"][0]
    )


def test_the_evaluation_says_when_labels_and_features_share_inputs(compiled_models, built):
    expert = frame(built, "select * from marts.fct_path_evaluation")
    assert not expert["labels_share_inputs"].any()
    assert {"paper_split", "grouped_by_unit", "forward_in_time", "baseline"} <= set(
        expert["scheme_code"]
    )
    con = compiled_models.run(inputs(label_strategy="dominant_dimension"), ["fct_path_evaluation"])
    computed = frame(con, "select * from marts.fct_path_evaluation")
    assert computed["labels_share_inputs"].all()
    assert computed["meaning"].str.contains("no evidence that the paths exist").all()
    assert computed["meaning_zh"].str.contains("不能证明路径存在").all()


def test_what_a_release_publishes_is_what_the_next_one_reads_back(project_dir):
    import yaml

    from wenmai.paths.lands import PART

    copied = {mart: raw for raw, mart in PART.previous.items()}
    assert {name.removeprefix("marts.") for name in copied} == set(STORED_MARTS)
    for mart, raw in copied.items():
        path = project_dir / "models/marts/paths" / f"{mart.removeprefix('marts.')}.yml"
        (entry,) = yaml.safe_load(path.read_text(encoding="utf-8"))["models"]
        published = {column["name"]: column["data_type"] for column in entry["columns"]}
        assert dict(raw.columns[:-1]).items() <= published.items()
