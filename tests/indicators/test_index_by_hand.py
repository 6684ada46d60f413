"""An index small enough to compute by hand, and the corners of the formulas."""

import numpy as np
import pytest
from support.panels import panel

WANTED = ["fct_indicator_weights", "fct_innovation_index", "fct_dimension_scores"]


def weights_of(con, column="weight"):
    rows = con.sql(f"select indicator_code, {column} from marts.fct_indicator_weights order by all")
    return dict(rows.fetchall())


def test_three_units_by_hand(compiled_models):
    """Three units, one year; A positive 10, 20, 40; B negative 8, 6, 4; C constant.

    A: z = 0, 1/3, 1; sum 4/3; p = 0, 1/4, 3/4.
       H = -(1/4 ln 1/4 + 3/4 ln 3/4) = 0.346573590 + 0.215761554 = 0.562335145
       e = H / ln 3 = 0.562335145 / 1.098612289 = 0.511859507;  g = 0.488140493
    B: z = 0, 1/2, 1; sum 3/2; p = 0, 1/3, 2/3.
       H = ln 3 - 2/3 ln 2 = 1.098612289 - 0.462098120 = 0.636514168
       e = 0.579380164;  g = 0.420619836
    C: z = 0; weight 0.
    Weights: A 0.488140493 / 0.908760329 = 0.537149871;  B 0.462850129.
    Scores: first 0; second 0.537149871/3 + 0.462850129/2 = 0.410475022; third 1.
    """
    values = [[[10, 8, 5]], [[20, 6, 5]], [[40, 4, 5]]]
    inputs = panel(values, directions=["positive", "negative", "positive"])
    con = compiled_models.run(inputs, WANTED)
    weights = weights_of(con)
    assert weights["i00"] == pytest.approx(0.537149871, abs=1e-9)
    assert weights["i01"] == pytest.approx(0.462850129, abs=1e-9)
    assert weights["i02"] == 0
    entropy = weights_of(con, "entropy")
    assert entropy["i00"] == pytest.approx(0.511859507, abs=1e-9)
    assert entropy["i01"] == pytest.approx(0.579380164, abs=1e-9)
    assert entropy["i02"] == 1
    scores = con.sql("""
        select innovation_score, rank_in_year from marts.fct_innovation_index order by unit_code
    """).fetchall()
    assert scores[0] == (0, 3)
    assert scores[1] == (pytest.approx(0.410475022, abs=1e-9), 2)
    assert scores[2] == (1, 1)


def test_a_constant_indicator_has_a_finding_and_no_weight(compiled_models):
    con = compiled_models.run(panel([[[1, 7]], [[2, 7]], [[4, 7]]]), WANTED)
    row = con.sql("""
        select weight, critic_weight, equal_weight, pca_weight, is_constant, finding
        from marts.fct_indicator_weights where indicator_code = 'i01'
    """).fetchone()
    assert row[:5] == (0, 0, 0, 0, True)
    assert row[5].startswith("The value is the same in all 3 observed cells")


def test_when_nothing_varies_there_is_no_score_but_no_error_either(compiled_models):
    con = compiled_models.run(panel(np.full((3, 2, 2), 5.0)), WANTED)
    assert set(weights_of(con).values()) == {0}
    scores = con.sql(
        "select distinct innovation_score, rank_in_year from marts.fct_innovation_index"
    )
    assert scores.fetchall() == [(None, None)]


def test_zeros_that_make_the_weight_are_named(compiled_models):
    """25 zeros of 30 cells and five nearly equal values: all divergence comes from the zeros.

    g = 1 - ln 5 / ln 30 = 0.527 up to the small spread of the five; without zeros it is 1 - ln 5 /
    ln 5 = 0 up to the same.
    """
    mostly_zero = np.zeros(30)
    mostly_zero[:5] = [9.8, 9.9, 10, 10.1, 10.2]
    spread = np.linspace(50, 100, 30)
    values = np.stack([mostly_zero, spread], axis=1).reshape(6, 5, 2)
    con = compiled_models.run(panel(values), WANTED)
    row = con.sql("""
        select zero_share, divergence, weight, loo_weight, is_zero_dominated, finding
        from marts.fct_indicator_weights where indicator_code = 'i00'
    """).fetchone()
    zero_share, divergence, weight, loo_weight, is_dominated, finding = row
    assert zero_share == pytest.approx(25 / 30)
    assert divergence == pytest.approx(1 - np.log(5) / np.log(30), abs=1e-3)
    assert weight > 0.8
    assert loo_weight < 0.01
    assert is_dominated
    assert finding.startswith("83 % of the cells are zero")


def test_missing_cells_hand_their_weight_to_the_observed_ones(compiled_models):
    """Two indicators that are copies weigh 1/2 each; a unit that lacks one is scored by the other.

    With min_observed_share 0.5 the unit keeps a score (the other's z), with 0.6 it has none and
    no rank.
    """
    values = np.array([[[0.0, 0]], [[3, 3]], [[10, 10]], [[5, np.nan]]])
    # the copies must keep equal weights, so the lonely cell is missing in a third scope: a year
    full = np.concatenate([values, np.array([[[1.0, 1]], [[2, 2]], [[9, 9]], [[4, 4]]])], axis=1)
    full[3, 0, 1] = np.nan
    for share, expected in ((0.4, 0.5), (0.6, None)):
        con = compiled_models.run(panel(full, min_observed_share=share), WANTED)
        weight = weights_of(con)["i00"]
        row = con.sql("""
            select innovation_score, rank_in_year, observed_weight_share, n_units_in_year
            from marts.fct_innovation_index where unit_code = '210400' and year = 2018
        """).fetchone()
        assert row[0] == (None if expected is None else pytest.approx(expected, abs=1e-12))
        assert row[1] == (None if expected is None else 2)
        assert row[2] == pytest.approx(weight, abs=1e-12)
        assert row[3] == (3 if expected is None else 4)


def test_equal_scores_share_a_rank_and_changes_compare_with_the_year_before(compiled_models):
    values = [[[0.0], [0]], [[5], [10]], [[5], [2]], [[10], [4]]]
    con = compiled_models.run(panel(values), WANTED)
    rows = con.sql("""
        select unit_code, year, rank_in_year, rank_change, score_change
        from marts.fct_innovation_index order by unit_code, year
    """).fetchall()
    assert [row[2] for row in rows if row[1] == 2018] == [4, 2, 2, 1]
    assert [row[2] for row in rows if row[1] == 2019] == [4, 1, 3, 2]
    assert [row[3] for row in rows if row[1] == 2019] == [0, 1, -1, -1]
    assert [row[4] for row in rows if row[1] == 2019] == pytest.approx([0, 0.5, -0.3, -0.6])
    assert {row[3] for row in rows if row[1] == 2018} == {None}


def test_ranks_in_the_province_leave_other_provinces_out(compiled_models):
    """Units 1-8 are in Liaoning, 9 and 10 in Jilin; values rise with the position."""
    con = compiled_models.run(panel([[[float(value)]] for value in range(10)]), WANTED)
    ranks = con.sql("""
        select rank_in_province from marts.fct_innovation_index order by unit_code
    """).fetchall()
    assert [rank for (rank,) in ranks] == [8, 7, 6, 5, 4, 3, 2, 1, 2, 1]


def test_a_cap_below_an_equal_share_gives_equal_shares(compiled_models):
    rng = np.random.default_rng(1)
    con = compiled_models.run(panel(rng.lognormal(size=(5, 3, 4)), weight_cap=0.1), WANTED)
    assert list(weights_of(con).values()) == pytest.approx([0.25] * 4, abs=1e-12)
