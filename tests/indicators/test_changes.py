"""What moved since the last release, and why."""

import numpy as np
import pandas as pd
import pytest
from support.panels import panel

WANTED = ["fct_innovation_index", "fct_index_contributions"]
FILES = {"i00": "tables/a.csv", "i01": "tables/b.csv", "i02": "tables/c.csv"}


def release_of(con):
    """Return what a release hands to the next one."""
    return {
        "previous_innovation_index": con.sql("""
            select study_code, unit_code, year, innovation_score, rank_in_year
            from marts.fct_innovation_index
        """).df(),
        "previous_index_contributions": con.sql("""
            select study_code, unit_code, year, indicator_code, normalized_value, weight,
                contribution
            from marts.fct_index_contributions
        """).df(),
    }


def files(changed=()):
    """Return one file per indicator; the changed ones have another hash."""
    rows = [
        {
            "study_code": "s",
            "mapping_code": "m",
            "source_file": name,
            "sheet_name": "",
            "content_hash": "new" if name in changed else "old",
        }
        for name in FILES.values()
    ]
    return pd.DataFrame(rows)


def changes(models, before, after, changed_files=(), **settings):
    """Return fct_changes after a release of `before` and a refresh with `after`."""
    previous = release_of(models.run(panel(before, **settings), WANTED))
    inputs = panel(after, **settings)
    observed = inputs["int_indicators__imputed_values"][["study_code", "indicator_code"]].copy()
    observed["source_file"] = observed["indicator_code"].map(FILES)
    con = models.run(
        {
            **inputs,
            **previous,
            "previous_source_files": files(),
            "stg_landing__source_files": files(changed_files),
            "int_indicators__observed_values": observed,
        },
        ["fct_changes"],
    )
    return con.sql("from quality.fct_changes order by unit_code, year").df()


@pytest.fixture
def values():
    return np.random.default_rng(3).uniform(1, 9, size=(5, 3, 3))


def test_the_same_input_changes_nothing(compiled_models, values):
    assert changes(compiled_models, values, values).empty


def test_effects_sum_to_the_change_and_name_the_indicator_and_its_file(compiled_models, values):
    after = values.copy()
    after[2, 1, 1] += 0.5  # one cell of the second indicator, inside its range
    found = changes(compiled_models, values, after, changed_files=["tables/b.csv", "tables/c.csv"])
    explained = found["value_effect"] + found["weight_effect"]
    np.testing.assert_allclose(explained, found["score_change"], rtol=0, atol=1e-12)
    moved = found[(found["unit_code"] == "210300") & (found["year"] == 2019)].iloc[0]
    assert moved["change_kind"] == "score_changed"
    assert moved["main_indicator_code"] == "i01"
    assert moved["changed_source_files"] == "tables/b.csv"
    # weights moved a little for everyone else, values did not
    others = found.drop(moved.name)
    assert abs(others["value_effect"]).max() < 1e-12
    assert abs(moved["value_effect"]) > 10 * abs(others["weight_effect"]).max()


def test_midpoint_rule_by_hand(compiled_models):
    """One indicator that varies, so its weight is 1 in both releases: all effect is of value.

    Units at 0, 4, 10; the second moves to 5: z from 0.4 to 0.5, effect 0.1.
    """
    before = np.array([[[0.0]], [[4]], [[10]]])
    after = np.array([[[0.0]], [[5]], [[10]]])
    (row,) = changes(compiled_models, before, after).to_dict("records")
    assert row["value_effect"] == pytest.approx(0.1, abs=1e-12)
    assert row["weight_effect"] == pytest.approx(0, abs=1e-12)
    assert row["main_indicator_effect"] == pytest.approx(0.1, abs=1e-12)


def test_cells_that_come_and_go_are_still_explained_in_full(compiled_models, values):
    before, after = values.copy(), values.copy()
    before[0, 0, 0] = np.nan
    after[1, 1, 1] = np.nan
    after[4] = np.nan
    found = changes(compiled_models, before, after, ["tables/a.csv"], min_observed_share=0.1)
    changed = found[found["change_kind"] == "score_changed"]
    explained = changed["value_effect"] + changed["weight_effect"]
    np.testing.assert_allclose(explained, changed["score_change"], rtol=0, atol=1e-12)
    lost = found[found["change_kind"] == "score_lost"]
    assert set(lost["unit_code"]) == {"210500"}
    assert lost["value_effect"].isna().all()


def test_units_and_years_that_are_new_or_gone_are_named(compiled_models, values):
    more = changes(compiled_models, values[:4], values)
    assert set(more.loc[more["unit_code"] == "210500", "change_kind"]) == {"added"}
    fewer = changes(compiled_models, values, values[:4])
    assert set(fewer.loc[fewer["unit_code"] == "210500", "change_kind"]) == {"removed"}


def test_before_the_first_release_nothing_has_moved(compiled_models, values):
    inputs = panel(values)
    empty = release_of(compiled_models.run(inputs, WANTED))
    con = compiled_models.run(
        {
            **inputs,
            **{name: frame.head(0) for name, frame in empty.items()},
            "previous_source_files": files().head(0),
            "stg_landing__source_files": files(),
            "int_indicators__observed_values": pd.DataFrame(
                {"study_code": ["s"], "indicator_code": ["i00"], "source_file": ["tables/a.csv"]}
            ),
        },
        ["fct_changes"],
    )
    assert con.sql("from quality.fct_changes").fetchall() == []
