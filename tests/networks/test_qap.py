"""QAP: exact p-values by listing all orders, coefficients of ordinary least squares."""

from itertools import permutations

import numpy as np
import pytest
import statsmodels.api as sm

from wenmai.errors import WenmaiError
from wenmai.networks.qap import qap_correlation, qap_regression


def cells(matrix, is_directed):
    n = len(matrix)
    where = ~np.eye(n, dtype=bool) if is_directed else np.triu(np.ones((n, n), dtype=bool), 1)
    return matrix[where]


@pytest.mark.parametrize("is_directed", [True, False])
def test_p_values_come_near_those_over_all_orders(is_directed):
    rng = np.random.default_rng(2)
    one, other = rng.normal(size=(2, 5, 5))
    if not is_directed:
        one, other = one + one.T, other + other.T
    own = np.corrcoef(cells(one, is_directed), cells(other, is_directed))[0, 1]
    all_r = np.array(
        [
            np.corrcoef(cells(one, is_directed), cells(other[np.ix_(order, order)], is_directed))[
                0, 1
            ]
            for order in map(list, permutations(range(5)))
        ]
    )
    found = qap_correlation(one, other, is_directed, n_permutations=20_000)
    assert found.correlation == pytest.approx(own)
    assert found.p_greater == pytest.approx((all_r >= own - 1e-9).mean(), abs=0.015)
    assert found.p_less == pytest.approx((all_r <= own + 1e-9).mean(), abs=0.015)
    assert found.p_two_sided == pytest.approx((abs(all_r) >= abs(own) - 1e-9).mean(), abs=0.015)
    assert found.permuted_mean == pytest.approx(all_r.mean(), abs=0.02)


def test_a_matrix_goes_with_itself_and_no_order_does_better():
    matrix = np.random.default_rng(1).random((9, 9))
    found = qap_correlation(matrix, matrix, n_permutations=999)
    assert found.correlation == pytest.approx(1)
    assert found.p_two_sided == pytest.approx(1 / 1000)


def test_the_diagonal_plays_no_part():
    rng = np.random.default_rng(1)
    one, other = rng.random((2, 7, 7))
    changed = other + np.diag(rng.random(7) * 100)
    assert qap_correlation(one, other, n_permutations=50) == qap_correlation(
        one, changed, n_permutations=50
    )


def test_a_constant_matrix_has_no_correlation():
    found = qap_correlation(np.ones((4, 4)), np.random.default_rng(1).random((4, 4)))
    assert np.isnan(found.correlation)
    assert found.n_permutations == 0


@pytest.mark.parametrize("is_directed", [True, False])
def test_coefficients_and_t_are_those_of_least_squares(is_directed):
    rng = np.random.default_rng(4)
    y, x, z = rng.normal(size=(3, 10, 10))
    if not is_directed:
        y, x, z = y + y.T, x + x.T, z + z.T
    found = qap_regression(y, [x, z], is_directed, n_permutations=10)
    design = sm.add_constant(np.column_stack([cells(x, is_directed), cells(z, is_directed)]))
    theirs = sm.OLS(cells(y, is_directed), design).fit()
    assert found.coefficients == pytest.approx(theirs.params)
    assert found.t_values == pytest.approx(theirs.tvalues)
    assert found.r_squared == pytest.approx(theirs.rsquared)


def test_double_semi_partialing_over_all_orders_by_brute_force():
    rng = np.random.default_rng(9)
    x, z, noise = rng.normal(size=(3, 5, 5))
    y = 0.5 * x + z + noise
    where = ~np.eye(5, dtype=bool)

    def t_of(column):
        design = sm.add_constant(np.column_stack([column, z[where]]))
        return sm.OLS(y[where], design).fit().tvalues[1]

    residual = np.zeros((5, 5))
    residual[where] = sm.OLS(x[where], sm.add_constant(z[where])).fit().resid
    own = abs(t_of(x[where]))
    assert own == pytest.approx(abs(t_of(residual[where])))
    extreme = [
        abs(t_of(residual[np.ix_(order, order)][where])) >= own - 1e-9
        for order in map(list, permutations(range(5)))
    ]
    found = qap_regression(y, [x, z], n_permutations=20_000)
    assert found.p_two_sided[1] == pytest.approx(np.mean(extreme), abs=0.015)
    assert np.isnan(found.p_two_sided[0])


def test_p_values_under_no_relation_are_spread_evenly():
    rng = np.random.default_rng(5)
    p_values = []
    for seed in range(60):
        # rows that differ as a whole: cells depend on one another, which ordinary t would miss
        level = rng.normal(size=(3, 12, 1))
        y, x, z = level + np.swapaxes(level, 1, 2) + 0.3 * rng.normal(size=(3, 12, 12))
        found = qap_regression(y, [x, z], n_permutations=199, seed=seed)
        p_values.append(found.p_two_sided[1])
    assert 0.3 < np.mean(p_values) < 0.7
    assert np.mean(np.array(p_values) <= 0.05) <= 0.15


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        (np.ones((3, 4)), np.ones((3, 4)), "square"),
        (np.ones((3, 3)), np.ones((4, 4)), "same nodes"),
        (np.ones((2, 2)), np.ones((2, 2)), "three or more"),
    ],
)
def test_matrices_that_cannot_be_compared_are_named(one, other, words):
    with pytest.raises(WenmaiError, match=words):
        qap_correlation(one, other)


def test_a_matrix_without_directions_is_symmetric():
    matrix = np.random.default_rng(1).random((5, 5))
    with pytest.raises(WenmaiError, match="not symmetric"):
        qap_correlation(matrix, matrix, is_directed=False)


def test_it_does_not_matter_which_matrix_comes_first():
    rng = np.random.default_rng(3)
    sparse, dense = (rng.random((8, 8)) < 0.2).astype(float), rng.random((8, 8))
    one, other = (
        qap_correlation(*both, n_permutations=300) for both in ((sparse, dense), (dense, sparse))
    )
    assert one.correlation == pytest.approx(other.correlation)
    assert one.p_greater == other.p_greater


def test_a_regressor_that_is_another_one_is_refused():
    matrix = np.random.default_rng(1).random((5, 5))
    with pytest.raises(WenmaiError, match="combination of others"):
        qap_regression(matrix, [matrix, 2 * matrix])
