"""Emerging terms: the statistic, the exact test, and false discoveries under control."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportions_ztest

from wenmai.text.emergence import COUNTS, EMERGENCE_SCHEMA, emergence_tests


def counts(rows, study="s", document_type="news"):
    frame = pd.DataFrame(rows, columns=COUNTS)
    return frame.assign(
        study_code=study, document_type=document_type, term=[f"t{i:04d}" for i in range(len(frame))]
    )


def judged(rows):
    return emergence_tests(counts(rows)).to_pandas()


def test_the_statistic_by_hand():
    """0.3 - 0.1 over sqrt(0.2 · 0.8 · (1/100 + 1/100)) = 0.2 / 0.0565685."""
    (row,) = judged([(30, 100, 10, 100)]).to_dict("records")
    assert row["z_score"] == pytest.approx(3.5355339, abs=1e-7)
    assert row["p_value"] == pytest.approx(0.00020348, abs=1e-8)
    assert row["q_value"] == row["p_value"]
    assert row["test_code"] == "two_proportion_z"


def test_small_counts_take_the_exact_test_by_hand():
    """4 of 5 after 1 of 5: (C(5,4)·C(5,1) + C(5,5)·C(5,0)) / C(10,5) = 26 / 252."""
    (row,) = judged([(4, 5, 1, 5)]).to_dict("records")
    assert row["test_code"] == "fisher_exact"
    assert row["p_value"] == pytest.approx(26 / 252, abs=1e-12)


def test_both_tests_equal_the_libraries():
    rng = np.random.default_rng(0)
    sizes = rng.integers(1, 120, size=(200, 2))
    rows = [(rng.integers(0, n1 + 1), n1, rng.integers(0, n0 + 1), n0) for n1, n0 in sizes]
    for row, found in zip(rows, judged(rows).to_dict("records"), strict=True):
        x1, n1, x0, n0 = (int(value) for value in row)
        if found["test_code"] == "two_proportion_z":
            z, p = proportions_ztest([x1, x0], [n1, n0], alternative="larger")
            assert found["z_score"] == pytest.approx(z, abs=1e-12)
        else:
            table = [[x1, n1 - x1], [x0, n0 - x0]]
            p = stats.fisher_exact(table, alternative="greater").pvalue
        assert found["p_value"] == pytest.approx(p, abs=1e-12)


def test_q_values_equal_those_of_statsmodels_within_each_study_and_type():
    rng = np.random.default_rng(1)
    parts = [
        counts([(int(x), 80, 20, 80) for x in rng.integers(5, 60, 40)], study, kind)
        for study in "ab"
        for kind in ("news", "all")
    ]
    found = emergence_tests(pd.concat(parts)).to_pandas()
    for _, family in found.groupby(["study_code", "document_type"]):
        expected = multipletests(family["p_value"], method="fdr_bh")[1]
        np.testing.assert_allclose(family["q_value"], expected, rtol=1e-12)
        assert (family["n_terms_tested"] == 40).all()


def test_false_discoveries_keep_within_the_rate():
    """50 terms grow from 10 to 35 %, 450 stay: of the finds at most 5 % are false."""
    rng = np.random.default_rng(2)
    shares_of_false, found_of_true = [], []
    for _ in range(40):
        growing = [(rng.binomial(120, 0.35), 120, rng.binomial(150, 0.10), 150) for _ in range(50)]
        steady = [
            (rng.binomial(120, p), 120, rng.binomial(150, p), 150)
            for p in rng.uniform(0.02, 0.5, 450)
        ]
        is_found = (judged(growing + steady)["q_value"] <= 0.05).to_numpy()
        shares_of_false.append(is_found[50:].sum() / max(is_found.sum(), 1))
        found_of_true.append(is_found[:50].mean())
    # the rate is a mean over corpora; its standard error here is 0.004
    assert np.mean(shares_of_false) <= 0.05 + 0.012
    assert np.mean(found_of_true) >= 0.9


def test_the_order_of_rows_does_not_matter():
    frame = counts([(9, 20, 1, 20), (3, 20, 3, 20), (12, 20, 8, 20)])
    shuffled = frame.sample(frac=1, random_state=1)
    assert emergence_tests(frame).equals(emergence_tests(shuffled))


def test_a_term_of_all_documents_has_no_statistic_and_is_not_emerging():
    (row,) = judged([(30, 30, 40, 40)]).to_dict("records")
    assert np.isnan(row["z_score"]) and row["p_value"] == 1.0


def test_without_terms_the_table_is_empty_and_typed():
    found = emergence_tests(counts([]))
    assert found.num_rows == 0 and found.schema == EMERGENCE_SCHEMA


@pytest.mark.parametrize("row", [(1, 0, 1, 5), (6, 5, 1, 5), (1, 5, 6, 5)])
def test_counts_that_cannot_be_are_refused(row):
    with pytest.raises(ValueError, match="no more of them hold a term"):
        judged([row])
