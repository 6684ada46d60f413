"""Which terms stand in more documents than before: tests with control of false discoveries."""

import numpy as np
import pandas as pd
import pyarrow as pa

# The rule of Cochran (1954): below this expected count the normal tail is no longer trusted.
LEAST_EXPECTED = 5.0
EMERGENCE_SCHEMA = pa.schema(
    [
        ("study_code", pa.string()),
        ("document_type", pa.string()),
        ("term", pa.string()),
        ("z_score", pa.float64()),
        ("test_code", pa.string()),
        ("p_value", pa.float64()),
        ("q_value", pa.float64()),
        ("n_terms_tested", pa.int64()),
    ]
)
COUNTS = ("n_recent_with_term", "n_recent", "n_baseline_with_term", "n_baseline")


def emergence_tests(counts: pd.DataFrame) -> pa.Table:
    r"""Test for each term whether its share of the documents has grown between two windows.

    With :math:`x_1` of :math:`n_1` recent and :math:`x_0` of :math:`n_0` earlier documents holding
    the term and :math:`p = (x_1 + x_0)/(n_1 + n_0)`, the pooled two-proportion statistic is
    :math:`z = (x_1/n_1 - x_0/n_0) / \sqrt{p(1 - p)(1/n_1 + 1/n_0)}` with its upper normal tail.
    Where one of the four expected counts is below 5, the upper tail of the hypergeometric
    distribution takes its place (Fisher's exact test, one-sided). The q-value is Benjamini and
    Hochberg's (1995) over all terms tested of the same study and type of document.

    Parameters
    ----------
    counts : DataFrame
        One row per ``study_code``, ``document_type`` and ``term`` with ``n_recent_with_term``,
        ``n_recent``, ``n_baseline_with_term`` and ``n_baseline``.

    Returns
    -------
    pyarrow.Table
        EMERGENCE_SCHEMA, sorted by study, type and term; ``z_score`` is null where all or none of
        the documents hold the term.

    Raises
    ------
    ValueError
        When a window has no document, or more documents hold a term than there are.

    Examples
    --------
    30 of 100 documents after 10 of 100: z = 0.2 / sqrt(0.2 · 0.8 · 0.02) = 3.54.

    >>> row = {"study_code": "s", "document_type": "news", "term": "元宇宙"}
    >>> row |= dict(zip(COUNTS, (30, 100, 10, 100)))
    >>> found = emergence_tests(pd.DataFrame([row])).to_pylist()[0]
    >>> round(found["z_score"], 2), found["test_code"], round(found["p_value"], 5)
    (3.54, 'two_proportion_z', 0.0002)
    """
    if counts.empty:
        return EMERGENCE_SCHEMA.empty_table()
    from scipy import stats  # noqa: PLC0415 - half a second, and most studies have no documents

    rows = counts.sort_values(["study_code", "document_type", "term"]).reset_index(drop=True)
    x1, n1, x0, n0 = (rows[name].to_numpy(dtype=np.int64) for name in COUNTS)
    if (np.minimum(n1, n0) < 1).any() or (x1 > n1).any() or (x0 > n0).any():
        raise ValueError("a window has documents, and no more of them hold a term than it has")
    pooled = (x1 + x0) / (n1 + n0)
    error = np.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n0))
    with np.errstate(invalid="ignore", divide="ignore"):
        z_score = np.where(error > 0, (x1 / n1 - x0 / n0) / error, np.nan)
    least = np.minimum(n1, n0) * np.minimum(pooled, 1 - pooled)
    is_normal = least >= LEAST_EXPECTED
    exact = stats.hypergeom.sf(x1 - 1, n1 + n0, x1 + x0, n1)
    p_value = np.clip(np.where(is_normal, stats.norm.sf(z_score), exact), 0.0, 1.0)
    families = rows.groupby(["study_code", "document_type"]).indices
    q_value = np.empty(len(rows))
    n_tested = np.empty(len(rows), dtype=np.int64)
    for places in families.values():
        q_value[places] = stats.false_discovery_control(p_value[places], method="bh")
        n_tested[places] = len(places)
    columns = {
        "study_code": rows["study_code"],
        "document_type": rows["document_type"],
        "term": rows["term"],
        "z_score": pa.array(z_score, mask=np.isnan(z_score)),
        "test_code": np.where(is_normal, "two_proportion_z", "fisher_exact"),
        "p_value": p_value,
        "q_value": q_value,
        "n_terms_tested": n_tested,
    }
    return pa.table(columns, schema=EMERGENCE_SCHEMA)
