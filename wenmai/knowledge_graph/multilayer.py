"""Measures of entities and of pairs of layers over several layers at once."""

from collections.abc import Mapping
from itertools import combinations

import numpy as np
import pandas as pd
from scipy.sparse import csr_array, diags_array

from wenmai.knowledge_graph.facts import Floats, Ints, positions_of
from wenmai.networks.qap import qap_correlation

_TOLERANCE, _ROUNDS = 1e-12, 1_000
# QAP compares full matrices, whose cells grow with the square of the nodes.
_MOST_NODES = 1_500
OVERLAP_COLUMNS = (
    *("layer_code", "other_layer_code", "n_entities", "n_links", "n_other_links"),
    *("n_shared_links", "jaccard", "expected_jaccard", "degree_correlation"),
    *("qap_correlation", "qap_p_greater", "n_permutations", "reason_code"),
)


def participation(degrees: Floats) -> Floats:
    """Return how evenly the links of an entity lie over the layers, 0 to 1.

    P = M/(M − 1)·(1 − Σ_α (k_α/o)²) with o = Σ_α k_α (Battiston, Nicosia, Latora 2014); missing for
    an entity without links or when there is one layer.

    Parameters
    ----------
    degrees : array of shape (n_entities, n_layers)

    Examples
    --------
    >>> participation(np.array([[2.0, 2.0], [4.0, 0.0], [3.0, 1.0]])).tolist()
    [1.0, 0.0, 0.75]
    """
    total, layers = degrees.sum(axis=1), degrees.shape[1]
    if layers < 2:
        return np.full(len(degrees), np.nan)
    shares = np.divide(
        degrees, total[:, None], out=np.full(degrees.shape, np.nan), where=total[:, None] > 0
    )
    found: Floats = layers / (layers - 1) * (1 - (shares**2).sum(axis=1))
    return found


def multiplex_pagerank(layers: list[csr_array], damping: float = 0.85) -> Floats:
    """Return the combined multiplex PageRank of Halu, Mondragón, Panzarasa and Bianconi (2013).

    The first layer has the ordinary PageRank x. In each further layer links towards i and jumps to
    i are weighted by x_i of the layers before:
    X_i = d·Σ_j x_i A_ij X_j / Σ_r A_rj x_r + (1 − d)·x_i/Σx; what has no link is spread like a
    jump. The order of layers matters and is that of the list.

    Parameters
    ----------
    layers : list of sparse arrays of shape (n, n)
        Symmetric weights.
    damping : float

    Returns
    -------
    array of shape (n,)
        Sums to 1.

    Examples
    --------
    >>> chain = csr_array(np.array([[0.0, 1.0, 0.0], [1.0, 0.0, 1.0], [0.0, 1.0, 0.0]]))
    >>> multiplex_pagerank([chain]).round(4).tolist()
    [0.2568, 0.4865, 0.2568]
    """
    size = layers[0].shape[0]
    bias = np.full(size, 1.0 / size)
    for layer in layers:
        biased = (diags_array(bias) @ layer).tocsr()
        out = np.asarray(biased.sum(axis=0)).ravel()
        scale = np.divide(1.0, out, out=np.zeros(size), where=out > 0)
        step = (biased @ diags_array(scale)).tocsr()
        jump, dangling = bias / bias.sum(), out <= 0
        rank = jump.copy()
        for _ in range(_ROUNDS):
            fresh = damping * (step @ rank + jump * rank[dangling].sum()) + (1 - damping) * jump
            done = float(np.abs(fresh - rank).sum()) < _TOLERANCE
            rank = fresh
            if done:
                break
        bias = rank
    return bias


def multilayer_nodes(links: Mapping[str, pd.DataFrame], damping: float = 0.85) -> pd.DataFrame:
    """Measure every entity over all layers.

    Parameters
    ----------
    links : mapping of DataFrame
        By layer, in the order of layers: ``from_entity``, ``to_entity``, ``weight``.
    damping : float
        Of the PageRank.

    Returns
    -------
    DataFrame
        ``entity_code``, ``n_layers`` (with a link), ``overlapping_degree`` (Σ of the degrees),
        ``overlapping_strength``, ``participation`` and ``multiplex_pagerank``.

    Examples
    --------
    >>> one = pd.DataFrame({"from_entity": ["a"], "to_entity": ["b"], "weight": [1.0]})
    >>> two = pd.DataFrame({"from_entity": ["a"], "to_entity": ["c"], "weight": [1.0]})
    >>> multilayer_nodes({"x": one, "y": two})["participation"].tolist()
    [1.0, 0.0, 0.0]
    """
    entities = _ends(*links.values())
    if not entities:
        return pd.DataFrame(
            {
                name: []
                for name in (
                    *("entity_code", "n_layers", "overlapping_degree", "overlapping_strength"),
                    *("participation", "multiplex_pagerank"),
                )
            }
        )
    matrices = [layer_matrix(frame, entities) for frame in links.values()]
    degrees = np.column_stack([np.diff(matrix.indptr) for matrix in matrices]).astype(float)
    strengths = np.column_stack([matrix.sum(axis=1) for matrix in matrices])
    return pd.DataFrame(
        {
            "entity_code": entities,
            "n_layers": (degrees > 0).sum(axis=1).astype(np.int64),
            "overlapping_degree": degrees.sum(axis=1).astype(np.int64),
            "overlapping_strength": strengths.sum(axis=1),
            "participation": participation(degrees),
            "multiplex_pagerank": multiplex_pagerank(matrices, damping),
        }
    )


def layer_overlap(
    links: Mapping[str, pd.DataFrame], n_permutations: int = 200, seed: int = 1
) -> pd.DataFrame:
    """Compare every two layers on the entities that have a link in either.

    ``expected_jaccard`` is E/(m₁ + m₂ − E) with E = m₁·m₂/C(n, 2), the shared links when the
    entities of one layer are put in random order; ``qap_p_greater`` comes from such orders.

    Parameters
    ----------
    links : mapping of DataFrame
        As :func:`multilayer_nodes` takes it.
    n_permutations, seed : int

    Returns
    -------
    DataFrame
        One row per pair of layers, with the columns of OVERLAP_COLUMNS; QAP is left out above
        1,500 entities (``reason_code`` too_many_entities) and below three (too_few_entities).
    """
    rows = [
        _compared(
            one,
            other,
            links[one],
            links[other],
            n_permutations=n_permutations,
            seed=seed,
        )
        for one, other in combinations(links, 2)
    ]
    return pd.DataFrame(rows, columns=list(OVERLAP_COLUMNS))


def _ends(*frames: pd.DataFrame) -> tuple[str, ...]:
    ends = [pd.unique(frame[name]) for frame in frames for name in ("from_entity", "to_entity")]
    return tuple(sorted(pd.unique(np.concatenate([*ends, np.array([], dtype=object)]))))


def layer_matrix(links: pd.DataFrame, entities: tuple[str, ...]) -> csr_array:
    """Return the symmetric weights of a layer, in the order of the entities.

    Examples
    --------
    >>> links = pd.DataFrame({"from_entity": ["a"], "to_entity": ["b"], "weight": [0.5]})
    >>> layer_matrix(links, ("a", "b")).toarray().tolist()
    [[0.0, 0.5], [0.5, 0.0]]
    """
    one = positions_of(links["from_entity"], entities)
    other = positions_of(links["to_entity"], entities)
    half = csr_array((links["weight"].to_numpy(float), (one, other)), shape=(len(entities),) * 2)
    return csr_array(half + half.T)


def _compared(
    one: str,
    other: str,
    links: pd.DataFrame,
    other_links: pd.DataFrame,
    *,
    n_permutations: int,
    seed: int,
) -> dict[str, object]:
    frames = (links, other_links)
    entities = _ends(*frames)
    first, second = (layer_matrix(frame, entities) > 0 for frame in frames)
    n, m1, m2 = len(entities), len(links), len(other_links)
    shared = first.multiply(second).nnz // 2
    pairs = n * (n - 1) / 2
    expected = m1 * m2 / pairs if pairs else 0.0
    nan = float("nan")
    row: dict[str, object] = {
        "layer_code": one,
        "other_layer_code": other,
        "n_entities": n,
        "n_links": m1,
        "n_other_links": m2,
        "n_shared_links": shared,
        "jaccard": shared / (m1 + m2 - shared) if m1 + m2 else nan,
        "expected_jaccard": expected / (m1 + m2 - expected) if m1 + m2 else nan,
        "degree_correlation": _correlation(np.diff(first.indptr), np.diff(second.indptr)),
        "qap_correlation": nan,
        "qap_p_greater": nan,
        "n_permutations": 0,
        "reason_code": None,
    }
    if n < 3:
        return row | {"reason_code": "too_few_entities"}
    if n > _MOST_NODES:
        return row | {"reason_code": "too_many_entities"}
    found = qap_correlation(
        first.toarray().astype(float),
        second.toarray().astype(float),
        is_directed=False,
        n_permutations=n_permutations,
        seed=seed,
    )
    return row | {
        "qap_correlation": found.correlation,
        "qap_p_greater": found.p_greater,
        "n_permutations": found.n_permutations,
    }


def _correlation(one: Floats | Ints, other: Floats | Ints) -> float:
    if len(one) < 2 or np.ptp(one) == 0 or np.ptp(other) == 0:
        return float("nan")
    return float(np.corrcoef(one, other)[0, 1])
