"""Weights from the leading principal component."""

import numpy as np
import pandas as pd
import pytest

from wenmai.indicators.pca import leading_component, pca_weights, principal_components


def pairs(matrix, study="s"):
    m = len(matrix)
    return pd.DataFrame(
        [
            {
                "study_code": study,
                "indicator_code": f"i{i}",
                "other_indicator_code": f"i{j}",
                "correlation": matrix[i][j],
            }
            for i in range(m)
            for j in range(m)
        ]
    )


def test_two_indicators_have_a_closed_form():
    """Eigenvalues 1 + r and 1 - r; both load sqrt((1 + r) / 2) on the first, weights 1/2."""
    found = leading_component([[1, 0.28], [0.28, 1]])
    assert found.explained_share == pytest.approx(0.64)
    assert found.loadings == pytest.approx([0.8, 0.8])
    assert found.weights == pytest.approx([0.5, 0.5])


def test_loadings_are_correlations_with_the_component():
    data = np.random.default_rng(0).normal(size=(200, 4)) @ np.diag([3, 1, 1, 1])
    data[:, 1] -= data[:, 0]
    standard = (data - data.mean(axis=0)) / data.std(axis=0)
    found = leading_component(np.corrcoef(data, rowvar=False))
    component = standard @ found.loadings
    wanted = [np.corrcoef(column, component)[0, 1] for column in standard.T]
    assert found.loadings == pytest.approx(wanted, abs=1e-12)
    assert found.loadings[np.argmax(np.abs(found.loadings))] > 0
    assert found.weights.sum() == pytest.approx(1, abs=1e-15)


def test_a_constant_indicator_weighs_nothing_and_disturbs_nobody():
    nan = float("nan")
    table = pca_weights(pairs([[1, 0.5, nan], [0.5, 1, nan], [nan, nan, nan]]))
    assert table["pca_weight"].to_pylist() == pytest.approx([0.5, 0.5, 0])
    assert table["explained_share"].to_pylist() == [pytest.approx(0.75)] * 2 + [None]


def test_studies_of_different_size_stand_side_by_side():
    both = pd.concat([pairs([[1, 0.5], [0.5, 1]], "one"), pairs([[1]], "other")])
    table = pca_weights(both)
    assert table["study_code"].to_pylist() == ["one", "one", "other"]
    assert table["pca_weight"].to_pylist() == pytest.approx([0.5, 0.5, 1])


def test_no_study_gives_an_empty_table_with_its_types():
    table = pca_weights(pairs([]).reindex(columns=pairs([[1]]).columns))
    assert table.num_rows == 0
    assert str(table.schema.field("pca_weight").type) == "double"


@pytest.mark.parametrize("matrix", [[], [[1, 0.5]], [[1, 0.5], [0.1, 1]]])
def test_what_is_no_correlation_matrix_is_refused(matrix):
    with pytest.raises(ValueError, match="a correlation matrix is"):
        leading_component(matrix)


def test_contradicting_correlations_give_loadings_within_one():
    # r of -0.9 beside two of 0.9 cannot come from complete data: an eigenvalue is 1 - 1.8 < 0
    contradicting = [("a", "b", 0.9), ("b", "c", 0.9), ("a", "c", -0.9)]
    rows = [(one, one, 1.0) for one in "abc"]
    rows += [row for one, other, r in contradicting for row in ((one, other, r), (other, one, r))]
    frame = pd.DataFrame(rows, columns=["indicator_code", "other_indicator_code", "correlation"])
    found = principal_components(frame.assign(study_code="s", dimension_code="d")).to_pandas()
    assert found["loading"].abs().max() <= 1
    assert found["eigenvalue"].min() >= 0
    assert found.drop_duplicates("component_number")["eigenvalue"].sum() == pytest.approx(3)


def test_dependent_indicators_have_no_loading_of_minus_nothing():
    codes = ["a", "b", "c"]
    frame = pd.DataFrame(
        [(one, other, 1.0) for one in codes for other in codes],
        columns=["indicator_code", "other_indicator_code", "correlation"],
    )
    found = principal_components(frame.assign(study_code="s", dimension_code="d")).to_pandas()
    numbers = found[["loading", "eigenvalue"]].to_numpy()
    assert not (np.signbit(numbers) & (numbers == 0)).any()
