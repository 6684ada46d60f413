"""Principal components of correlation matrices, and weights from the leading one."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

WEIGHTS_SCHEMA = pa.schema(
    [
        ("study_code", pa.string()),
        ("indicator_code", pa.string()),
        ("loading", pa.float64()),
        ("pca_weight", pa.float64()),
        ("explained_share", pa.float64()),
    ]
)


COMPONENTS_SCHEMA = pa.schema(
    [
        ("study_code", pa.string()),
        ("dimension_code", pa.string()),
        ("component_number", pa.int32()),
        ("indicator_code", pa.string()),
        ("loading", pa.float64()),
        ("eigenvalue", pa.float64()),
        ("n_indicators", pa.int32()),
    ]
)

# Beyond these digits a loading may depend on the machine.
DIGITS = 10


@dataclass(frozen=True)
class PrincipalComponent:
    """The leading principal component of standardised indicators.

    Parameters
    ----------
    loadings : array of shape (m,)
        Correlation of each indicator with the component; the largest in size is positive.
    weights : array of shape (m,)
        Squared loadings divided by their sum: the share of the component's variance that each
        indicator carries.
    explained_share : float
        Share of the variance of all indicators that the component explains.
    """

    loadings: npt.NDArray[np.float64]
    weights: npt.NDArray[np.float64]
    explained_share: float


def leading_component(correlation: npt.ArrayLike) -> PrincipalComponent:
    r"""Weigh indicators by their squared loadings on the leading principal component.

    With the largest eigenvalue :math:`\lambda` of the correlation matrix and its unit eigenvector
    :math:`v`, the loadings are :math:`\sqrt\lambda v_j` and the weights :math:`v_j^2`, which are
    not negative and sum to 1. The OECD/JRC handbook (2008, step 6) squares loadings in the same
    way but spreads them over several rotated factors. One component is taken here because the
    rotated variant depends on how many factors are kept, and a weight that jumps when an
    eigenvalue crosses 1 cannot be compared between two releases.

    Parameters
    ----------
    correlation : array of shape (m, m)
        Symmetric; missing correlations (pairs never observed together) count as 0.

    Returns
    -------
    PrincipalComponent

    Raises
    ------
    ValueError
        When the matrix is empty, not square or not symmetric.

    Examples
    --------
    Two indicators with r = 0.6 and a third that is independent of both: the first two share the
    component, which explains 1.6 of 3 units of variance.

    >>> found = leading_component([[1, 0.6, 0], [0.6, 1, 0], [0, 0, 1]])
    >>> found.weights.round(6).tolist()
    [0.5, 0.5, 0.0]
    >>> round(found.explained_share, 6)
    0.533333
    """
    matrix = np.array(correlation, dtype=float)
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or not matrix.size:
        raise ValueError(f"a correlation matrix is square and not empty, got shape {matrix.shape}")
    matrix = np.nan_to_num(matrix, nan=0.0)
    np.fill_diagonal(matrix, 1.0)
    if not np.allclose(matrix, matrix.T, rtol=0, atol=1e-9):
        raise ValueError("a correlation matrix is symmetric")
    values, vectors = np.linalg.eigh(matrix)
    largest, vector = float(values[-1]), vectors[:, -1]
    vector = vector * np.sign(vector[np.argmax(np.abs(vector))])
    weights = vector**2 / np.sum(vector**2)
    return PrincipalComponent(
        loadings=np.sqrt(largest) * vector,
        weights=weights,
        explained_share=largest / len(matrix),
    )


def pca_weights(correlations: pd.DataFrame) -> pa.Table:
    """Return the PCA weight of every indicator of every study.

    Parameters
    ----------
    correlations : DataFrame
        One row per ``study_code``, ``indicator_code`` and ``other_indicator_code`` with
        ``correlation``, the diagonal included. An indicator without a correlation with itself is
        constant and gets the weight 0.

    Returns
    -------
    pyarrow.Table
        ``study_code``, ``indicator_code``, ``loading``, ``pca_weight`` and ``explained_share``,
        in the order of the codes.

    Examples
    --------
    >>> pairs = [("a", "a", 1), ("a", "b", 0.5), ("b", "a", 0.5), ("b", "b", 1)]
    >>> names = ["indicator_code", "other_indicator_code", "correlation"]
    >>> frame = pd.DataFrame(pairs, columns=names)
    >>> weights = pca_weights(frame.assign(study_code="s"))
    >>> [round(weight, 6) for weight in weights["pca_weight"].to_pylist()]
    [0.5, 0.5]
    """
    rows: list[tuple[str, str, float, float, float | None]] = []
    for study_code, pairs in correlations.groupby("study_code", sort=True):
        matrix = pairs.pivot_table(
            index="indicator_code",
            columns="other_indicator_code",
            values="correlation",
            dropna=False,
            aggfunc="first",
        )
        varied = [code for code in matrix.index if not pd.isna(matrix.loc[code, code])]
        constant = [code for code in matrix.index if code not in varied]
        if varied:
            found = leading_component(matrix.loc[varied, varied].to_numpy(dtype=float))
            rows += [
                (str(study_code), code, float(loading), float(weight), found.explained_share)
                for code, loading, weight in zip(varied, found.loadings, found.weights, strict=True)
            ]
        rows += [(str(study_code), code, 0.0, 0.0, None) for code in constant]
    rows.sort(key=lambda row: row[:2])
    return pa.Table.from_pylist(
        [dict(zip(WEIGHTS_SCHEMA.names, row, strict=True)) for row in rows], schema=WEIGHTS_SCHEMA
    )


def possible(correlation: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return a matrix of correlations, or the nearest one that data can have.

    Parameters
    ----------
    correlation : array of shape (m, m)
        Symmetric, with ones on the diagonal.

    Returns
    -------
    array of shape (m, m)

    Examples
    --------
    Two indicators that both go with a third cannot go against each other:

    >>> nearest = possible(np.array([[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]]))
    >>> bool(np.linalg.eigvalsh(nearest).min() > -1e-12), nearest[0, 1].round(2).item()
    (True, 0.5)
    """
    if np.linalg.eigvalsh(correlation).min() > -(10.0**-DIGITS):
        return correlation
    # a second to import, and only contradicting correlations need it
    from statsmodels.stats.correlation_tools import corr_clipped  # noqa: PLC0415

    clipped: npt.NDArray[np.float64] = corr_clipped(correlation, threshold=1e-15)
    return clipped


def principal_components(correlations: pd.DataFrame) -> pa.Table:
    r"""Return all principal components of the correlations of every group of indicators.

    With the eigenvalues :math:`\lambda_c` of a group's correlation matrix and unit eigenvectors
    :math:`v_c`, the loadings are :math:`\sqrt{\lambda_c}v_{cj}`; the eigenvalues sum to the number
    of indicators. The largest loading of a component is positive. Correlations over different
    rows (missing cells) may contradict each other; then the nearest matrix that some data could
    have takes their place (negative eigenvalues cut, diagonal brought back to 1), so that no
    loading passes 1.

    Parameters
    ----------
    correlations : DataFrame
        One row per ``study_code``, ``dimension_code``, ``indicator_code`` and
        ``other_indicator_code`` with ``correlation``, the diagonal included. An indicator without
        a correlation with itself is constant and left out.

    Returns
    -------
    pyarrow.Table
        One row per study, dimension, component (1 explains most) and indicator.

    Examples
    --------
    >>> pairs = [("a", "a", 1), ("a", "b", 0.5), ("b", "a", 0.5), ("b", "b", 1)]
    >>> names = ["indicator_code", "other_indicator_code", "correlation"]
    >>> frame = pd.DataFrame(pairs, columns=names).assign(study_code="s", dimension_code="d")
    >>> found = principal_components(frame).to_pandas()
    >>> found["eigenvalue"].tolist(), found["loading"].round(3).tolist()
    ([1.5, 1.5, 0.5, 0.5], [0.866, 0.866, 0.5, -0.5])
    """
    rows: list[dict[str, object]] = []
    for (study, dimension), pairs in correlations.groupby(["study_code", "dimension_code"]):
        matrix = pairs.pivot_table(
            index="indicator_code", columns="other_indicator_code", values="correlation"
        )
        codes = [code for code in matrix.index if not pd.isna(matrix.loc[code].get(code))]
        if not codes:
            continue
        square = np.nan_to_num(matrix.loc[codes, codes].to_numpy(dtype=float))
        values, vectors = np.linalg.eigh(possible(square))
        for number, place in enumerate(reversed(range(len(codes))), start=1):
            loadings = np.sqrt(max(values[place], 0.0)) * vectors[:, place]
            # rounding first: of two loadings that differ by noise alone, the first decides
            loadings = np.round(loadings, DIGITS)
            loadings *= np.sign(loadings[np.argmax(np.abs(loadings))]) or 1.0
            loadings += 0.0  # -0.0 is 0.0
            rows += [
                {
                    "study_code": study,
                    "dimension_code": dimension,
                    "component_number": number,
                    "indicator_code": code,
                    "loading": float(loading),
                    "eigenvalue": round(float(values[place]), DIGITS) + 0.0,
                    "n_indicators": len(codes),
                }
                for code, loading in zip(codes, loadings, strict=True)
            ]
    return pa.Table.from_pylist(rows, schema=COMPONENTS_SCHEMA)
