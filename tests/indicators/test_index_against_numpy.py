"""The models against the same method written in NumPy, to 1e-12."""

import numpy as np
import pytest
import reference
from support.panels import AWKWARD_DIRECTIONS as DIRECTIONS
from support.panels import awkward_panel, cube, panel, stack

EXACT = {"rtol": 0, "atol": 1e-12}
MARTS = [
    "fct_indicator_weights",
    "fct_innovation_index",
    "fct_dimension_scores",
    "fct_index_contributions",
    "fct_index_comparison",
    "fct_indicator_correlations",
    "fct_dimension_reliability",
]
DIMENSIONS = ["a", "a", "a", "b", "b", "b"]


def expected(values, lower=0.0, upper=1.0):
    flat = values.reshape(-1, values.shape[2])
    negative = [direction == "negative" for direction in DIRECTIONS]
    return reference.normalise(reference.winsorise(flat, lower, upper), negative)


def column(con, table, name, where="true"):
    order = "order by all" if name == "*" else "order by unit_code, year"
    rows = con.sql(f"select {name} from marts.{table} where {where} {order}").fetchall()
    return np.array([np.nan if row[0] is None else row[0] for row in rows])


def by_indicator(con, name, scope="pooled"):
    rows = con.sql(f"""
        select {name} from marts.fct_indicator_weights
        where weight_scope = '{scope}' order by indicator_code
    """)
    return np.array([row[0] for row in rows.fetchall()])


@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize(("lower", "upper"), [(0.0, 1.0), (0.01, 0.99), (0.1, 0.75)])
def test_index_equals_the_reference(compiled_models, seed, lower, upper):
    values = awkward_panel(seed)
    inputs = panel(
        values,
        directions=DIRECTIONS,
        dimensions=DIMENSIONS,
        winsor_lower=lower,
        winsor_upper=upper,
        min_observed_share=0.5,
    )
    con = compiled_models.run(inputs, MARTS)
    z = expected(values, lower, upper)

    cells = con.sql("from marts.fct_index_contributions").df()
    np.testing.assert_allclose(cube(cells, "normalized_value", values).reshape(z.shape), z, **EXACT)

    weights = reference.entropy_weights(z)
    np.testing.assert_allclose(by_indicator(con, "weight"), weights, **EXACT)
    np.testing.assert_allclose(
        by_indicator(con, "loo_weight"), reference.weights_without_zeros(z), **EXACT
    )
    score, observed = reference.scores(z, weights, 0.5)
    np.testing.assert_allclose(
        column(con, "fct_innovation_index", "innovation_score"), score, **EXACT
    )
    np.testing.assert_allclose(
        column(con, "fct_innovation_index", "observed_weight_share"), observed, **EXACT
    )
    for dimension, part in (("a", slice(0, 3)), ("b", slice(3, 6))):
        inside = weights[part] / weights[part].sum()
        np.testing.assert_allclose(
            column(con, "fct_dimension_scores", "dimension_score", f"dimension_code='{dimension}'"),
            reference.scores(z[:, part], inside, 0.5)[0],
            **EXACT,
        )


@pytest.mark.parametrize("seed", [3, 4])
def test_per_year_weights_equal_the_reference_year_by_year(compiled_models, seed):
    values = awkward_panel(seed)
    inputs = panel(values, directions=DIRECTIONS, entropy_scope="per_year", min_observed_share=0.0)
    con = compiled_models.run(inputs, MARTS)
    # normalised over the whole panel, weighed inside each year
    z = expected(values).reshape(values.shape)
    for position in range(values.shape[1]):
        year = 2018 + position
        weights = reference.entropy_weights(z[:, position])
        np.testing.assert_allclose(by_indicator(con, "weight", str(year)), weights, **EXACT)
        np.testing.assert_allclose(
            column(con, "fct_innovation_index", "innovation_score", f"year = {year}"),
            reference.scores(z[:, position], weights, 0.0)[0],
            **EXACT,
        )


@pytest.mark.parametrize("cap", [0.2, 0.25, 0.3, 0.5, 0.9])
def test_capping_in_closed_form_equals_pouring_over(compiled_models, cap):
    values = awkward_panel(5)
    con = compiled_models.run(panel(values, directions=DIRECTIONS, weight_cap=cap), MARTS)
    wanted = reference.cap_weights(reference.entropy_weights(expected(values)), cap)
    np.testing.assert_allclose(by_indicator(con, "weight"), wanted, **EXACT)


@pytest.mark.parametrize("seed", [6, 7])
def test_comparison_weights_and_scores_equal_the_reference(compiled_models, seed):
    values = awkward_panel(seed)
    inputs = panel(values, directions=DIRECTIONS, min_observed_share=0.5)
    con = compiled_models.run(inputs, MARTS)
    z = expected(values)
    varies = np.nanstd(z, axis=0) > 0
    r = np.nan_to_num(reference.correlation(z)[np.ix_(varies, varies)])
    vector = np.linalg.eigh(r)[1][:, -1]
    wanted = {
        "critic": reference.critic_weights(z),
        "equal": varies / varies.sum(),
        "pca": np.zeros(6),
    }
    wanted["pca"][varies] = vector**2
    for scheme, weights in wanted.items():
        np.testing.assert_allclose(by_indicator(con, f"{scheme}_weight"), weights, **EXACT)
        np.testing.assert_allclose(
            column(con, "fct_index_comparison", "score", f"weight_scheme = '{scheme}'"),
            reference.scores(z, weights, 0.5)[0],
            **EXACT,
        )


def test_parallel_indicators_agree_fully_and_no_more(compiled_models):
    # in exact numbers alpha is 1; the last bit of the sums may lie above, and no mart may
    line = np.add.outer(np.arange(8.0), np.arange(1, 5))
    values = line[..., None] * np.arange(1.0, 5.0)
    inputs = panel(values, dimensions=["a", "a", "b", "b"], winsor_lower=0.01, winsor_upper=0.99)
    con = compiled_models.run(inputs, ["fct_dimension_reliability"])
    rows = con.sql("select cronbach_alpha from marts.fct_dimension_reliability").fetchall()
    assert [alpha <= 1 and alpha == pytest.approx(1, abs=1e-12) for (alpha,) in rows] == [True] * 2


def test_correlations_reliability_and_effective_weights_equal_the_reference(compiled_models):
    values = awkward_panel(8)
    con = compiled_models.run(panel(values, directions=DIRECTIONS, dimensions=DIMENSIONS), MARTS)
    z = expected(values)
    r = reference.correlation(z)
    found = con.sql("""
        select indicator_code, other_indicator_code, correlation
        from marts.fct_indicator_correlations
    """).fetchall()
    assert len(found) == 30
    for one, other, value in found:
        wanted = r[int(one[1:]), int(other[1:])]
        assert np.isnan(wanted) if value is None else abs(value - wanted) < 1e-12

    alpha = dict(
        con.sql(
            "select dimension_code, cronbach_alpha from marts.fct_dimension_reliability"
        ).fetchall()
    )
    assert alpha["a"] == pytest.approx(reference.cronbach_alpha(z[:, :3]), abs=1e-12)
    # the constant indicator takes no part
    assert alpha["b"] == pytest.approx(reference.cronbach_alpha(z[:, 4:]), abs=1e-12)

    score = reference.scores(z, reference.entropy_weights(z))[0]
    squared = np.nan_to_num(
        reference.correlation(
            np.column_stack([np.where(np.isnan(score)[:, None], np.nan, z), score])
        )[-1, :-1]
        ** 2
    )
    np.testing.assert_allclose(
        by_indicator(con, "effective_weight"), squared / squared.sum(), **EXACT
    )


def test_studies_do_not_touch_each_other(compiled_models):
    one, other = awkward_panel(9), awkward_panel(10)[:7, :4]
    together = compiled_models.run(
        stack(
            panel(one, directions=DIRECTIONS, study="one"),
            panel(other, directions=DIRECTIONS, study="other", winsor_lower=0.05, weight_cap=0.4),
        ),
        MARTS,
    )
    alone = compiled_models.run(panel(one, directions=DIRECTIONS, study="one"), MARTS)
    for table in MARTS:
        query = f"select * from marts.{table} where study_code = 'one' order by all"
        assert together.sql(query).fetchall() == alone.sql(query).fetchall(), table
