"""Which category a person turns to next: own history and ALS against what is popular anyway."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from wenmai.errors import WenmaiError
from wenmai.sentences import Sentence

NOBODY_ON_BOTH_SIDES = Sentence("domains.nobody_on_both_sides")
LOAD_LONGER_OR_SAME_CODES = Sentence("domains.load_longer_or_same_codes")

Floats = npt.NDArray[np.float64]
METHODS = ("popularity", "own_history", "als")
_Z = 1.959963984540054
_DIGITS = 9  # of scores: beyond them another processor may differ


def als(
    affinity: npt.ArrayLike,
    *,
    n_factors: int = 8,
    n_rounds: int = 12,
    regularization: float = 1.0,
    confidence: float = 1.0,
    seed: int = 1,
) -> Floats:
    """Score people and categories by implicit alternating least squares.

    As Hu, Koren and Volinsky (2008), with confidence 1 + ``confidence``·ln(1 + affinity); but the
    preference is ln(1 + affinity) ÷ the person's largest one instead of 1, since of a few
    categories people touch nearly all.

    Parameters
    ----------
    affinity : array of shape (n_people, n_categories)
        Not negative.
    n_factors, n_rounds : int
    regularization, confidence : float
    seed : int

    Returns
    -------
    array of shape (n_people, n_categories)

    Examples
    --------
    >>> taste = np.kron(np.eye(2), np.ones((20, 3)))
    >>> taste[0, 2] = 0
    >>> scores = als(taste, n_factors=2)
    >>> bool(scores[0, 2] > scores[0, 3:].max())
    True
    """
    given = np.asarray(affinity, dtype=float)
    weight = confidence * np.log1p(given)
    liked = np.log1p(given)
    liked /= np.maximum(liked.max(axis=1, keepdims=True), 1e-300)
    rng = np.random.default_rng(seed)
    n_factors = min(n_factors, *given.shape)
    items = rng.normal(0, 0.1, (given.shape[1], n_factors))
    people = np.zeros((given.shape[0], n_factors))
    ridge = regularization * np.eye(n_factors)

    def solve(other: Floats, extra: Floats, wanted: Floats) -> Floats:
        base = other.T @ other + ridge
        left = base + np.einsum("ij,jk,jl->ikl", extra, other, other, optimize=True)
        right = ((1 + extra) * wanted) @ other
        return np.linalg.solve(left, right[..., None])[..., 0]

    from threadpoolctl import threadpool_limits  # noqa: PLC0415

    # sums of several threads end on other last digits, which would part or join ties
    with threadpool_limits(1, user_api="blas"):
        for _ in range(n_rounds):
            people = solve(items, weight, liked)
            items = solve(people, weight.T, liked.T)
        return np.round(people @ items.T, _DIGITS)


def evaluate_next_category(
    before: pd.DataFrame, after: pd.DataFrame, ks: tuple[int, ...] = (1, 3, 5), seed: int = 1
) -> pd.DataFrame:
    """Hold methods against what people turned to after one moment that divides all time.

    Parameters
    ----------
    before : DataFrame
        ``person``, ``category``, ``affinity`` as known at that moment.
    after : DataFrame
        ``person``, ``category``: the first category that each person turned to afterwards.
    ks : tuple of int
    seed : int
        Of ALS.

    Returns
    -------
    DataFrame
        Per ``method`` and ``k``: ``hit_rate`` with its Wilson interval ``lower`` to ``upper``, and
        ``persons``, those with a history.

    Raises
    ------
    WenmaiError
        When nobody has both a history and something after it.

    Examples
    --------
    >>> before = pd.DataFrame({"person": [1, 1, 2, 3], "category": list("abbb"), "affinity": 1.0})
    >>> before.loc[0, "affinity"] = 9
    >>> after = pd.DataFrame({"person": [1, 2], "category": ["a", "b"]})
    >>> found = evaluate_next_category(before, after, (1,)).set_index("method")["hit_rate"]
    >>> found.round(2).to_dict()["own_history"], found.round(2).to_dict()["popularity"]
    (1.0, 0.5)
    """
    # a table of counts could not hold the fill value
    table = before.astype({"affinity": float}).pivot_table(
        index="person", columns="category", values="affinity", aggfunc="sum", fill_value=0.0
    )
    asked = after[after["person"].isin(table.index)].drop_duplicates("person")
    if asked.empty:
        raise WenmaiError(
            NOBODY_ON_BOTH_SIDES(),
            hint=LOAD_LONGER_OR_SAME_CODES(),
        )
    places = table.index.get_indexer(pd.Index(asked["person"]))
    truth = table.columns.get_indexer(pd.Index(asked["category"]))
    matrix = table.to_numpy(dtype=float)
    popular = (matrix > 0).sum(axis=0) / len(matrix)
    # popularity decides between equals: no history says nothing about the rest
    scores = {
        "popularity": np.broadcast_to(popular, (len(places), len(popular))),
        "own_history": matrix[places] + 1e-9 * matrix.max() * popular,
        "als": als(matrix, seed=seed)[places],
    }
    n = len(places)
    rows = []
    for method in METHODS:
        own = np.where(truth >= 0, scores[method][np.arange(n), truth], -np.inf)
        above = (scores[method] > own[:, None]).sum(axis=1)
        level = (scores[method] == own[:, None]).sum(axis=1)
        for k in ks:
            # ties: the share of the tied places that lie among the first k
            hit = np.where(truth >= 0, np.clip((k - above) / np.maximum(level, 1), 0, 1), 0.0)
            rows.append((method, k, *_wilson(float(hit.mean()), n), n))
    return pd.DataFrame(rows, columns=["method", "k", "hit_rate", "lower", "upper", "persons"])


def _wilson(share: float, n: int) -> tuple[float, float, float]:
    centre = (share + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
    half = _Z * np.sqrt(share * (1 - share) / n + _Z**2 / (4 * n**2)) / (1 + _Z**2 / n)
    return share, float(max(0.0, centre - half)), float(min(1.0, centre + half))
