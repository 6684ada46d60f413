"""Is a network a small world? Sigma and omega against networks of the same degrees."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from wenmai.mill.spread import spread
from wenmai.networks import sentences as say
from wenmai.networks.batches import average_path_length, mean_clustering, mean_path_length
from wenmai.networks.clustering import local_clustering
from wenmai.networks.graph import Floats, Graph
from wenmai.networks.lattice import latticized
from wenmai.networks.rewiring import batches, rewired
from wenmai.sentences import Said, told

LIMITS = (0.05, 0.5, 0.95)

# Paths between all pairs of a large network take seconds a draw.
_PAIRS_IN_ALL = 4_000_000_000
_LEAST_DRAWS = 5
_DRAWS_PER_LATTICE = 10


@dataclass(frozen=True)
class _Drawn:
    clustering: Floats
    path_length: Floats
    lattice_clustering: float
    swaps_per_link: float


def small_world(
    graph: Graph, n_draws: int = 200, swaps_per_link: float = 10.0, seed: int = 1
) -> list[dict[str, Any]]:
    r"""Compare clustering and path length with those of random networks of the same degrees.

    .. math::

        \sigma = \frac{C/\bar C_{rand}}{L/\bar L_{rand}}, \qquad
        \omega = \frac{\bar L_{rand}}{L} - \frac{C}{C_{latt}}

    (Humphries and Gurney 2008; Telesford et al. 2011), with C the mean local clustering and L the
    average path length on the largest weak component. A small world has :math:`\sigma > 1` and
    :math:`\omega` near 0 (towards 1: random, towards −1: lattice). Random networks keep every
    degree, in and out where there are directions (:func:`wenmai.networks.rewiring.rewired`);
    :math:`C_{latt}` is the largest of the network's own and those of its lattices, one for ten
    draws (:func:`wenmai.networks.lattice.latticized`).

    Parameters
    ----------
    graph : Graph
    n_draws : int
        Above 2,000 nodes fewer are drawn, so that draws × nodes² stay below 4·10⁹, but at least 5;
        the result says how many.
    swaps_per_link : float
    seed : int

    Returns
    -------
    list of dict
        A row for ``mean_clustering``, ``average_path_length``, ``sigma`` and ``omega`` with the
        columns of :data:`wenmai.networks.tables.NULL_MODELS`: the value and the 5, 50 and 95 %
        points of what single draws would make of it, mean and points of the draws, the share of
        draws whose own measure is at least the network's (plus one over plus one), and a reason
        where something is undefined.

    Examples
    --------
    >>> circle = [(f"{i:02d}", f"{(i + step) % 40:02d}") for i in range(40) for step in (1, 2)]
    >>> rows = small_world(Graph.from_edges(circle, is_directed=False), n_draws=50)
    >>> [row["value"] > 1 for row in rows if row["measure_code"] == "sigma"]
    [True]
    """
    observed_c = float(local_clustering(graph).mean()) if graph.n_nodes else float("nan")
    observed_l = average_path_length(graph)
    affordable = _PAIRS_IN_ALL // max(graph.n_nodes, 1) ** 2
    n_draws = min(n_draws, max(int(affordable), _LEAST_DRAWS))
    if n_draws == 0:
        return []
    if graph.n_links == 0:
        return [
            _row(name, np.nan, np.zeros(0), reason=say.NO_LINK()) for name in say.NULL_CONVENTIONS
        ]
    drawn = _draw(graph, n_draws, swaps_per_link, seed, observed_c)
    shared = {
        "n_draws": n_draws,
        "swaps_per_link": round(drawn.swaps_per_link, 4),
        "seed": seed,
        "lattice_value": np.nan,
    }
    is_rigid = drawn.swaps_per_link == 0
    rows = [
        _row("mean_clustering", observed_c, drawn.clustering)
        | shared
        | {"lattice_value": drawn.lattice_clustering},
        _row("average_path_length", observed_l, drawn.path_length) | shared,
        _sigma(observed_c, observed_l, drawn) | shared,
        _omega(observed_c, observed_l, drawn)
        | shared
        | {"lattice_value": drawn.lattice_clustering},
    ]
    if is_rigid:
        for row in rows:
            row["reason_said"] = told([say.RIGID()])
            row["p_value"] = np.nan
            if row["measure_code"] in ("sigma", "omega"):
                row.update(dict.fromkeys(("value", "value_p05", "value_p50", "value_p95"), np.nan))
    return rows


def _draw(graph: Graph, n_draws: int, swaps_per_link: float, seed: int, observed: float) -> _Drawn:
    portions = ((graph, n, swaps_per_link, one) for n, one in batches(graph, n_draws, seed))
    clustering, lengths, swaps = zip(*spread(_draw_batch, portions), strict=True)
    sources, targets = latticized(graph, max(1, n_draws // _DRAWS_PER_LATTICE), seed)
    lattice = mean_clustering(graph, sources, targets)
    return _Drawn(
        np.concatenate(clustering),
        np.concatenate(lengths),
        max(observed, float(lattice.max())),
        float(np.mean(swaps)),
    )


def _draw_batch(
    graph: Graph, n: int, swaps_per_link: float, seed: tuple[int, ...]
) -> tuple[Floats, Floats, float]:
    drawn = rewired(graph, n, swaps_per_link, seed)
    ends = (drawn.sources, drawn.targets)
    return mean_clustering(graph, *ends), mean_path_length(graph, *ends), drawn.swaps_per_link


def _row(measure: str, value: float, draws: Floats, reason: Said | None = None) -> dict[str, Any]:
    row: dict[str, Any] = {
        "measure_code": measure,
        "value": value,
        "convention_said": told([say.NULL_CONVENTIONS[measure]()]),
        "reason_said": told([reason]) if reason else None,
    }
    if len(draws):
        low, _, high = _points(draws)
        row |= {
            "null_mean": float(draws.mean()),
            "null_p05": low,
            "null_p95": high,
            "p_value": _p_value(draws >= value * (1 - 1e-12)),
        }
    return row


def _sigma(clustering: float, length: float, drawn: _Drawn) -> dict[str, Any]:
    mean_c, mean_l = drawn.clustering.mean(), drawn.path_length.mean()
    if mean_c == 0 or not length > 0:
        return _row("sigma", np.nan, np.zeros(0), say.NO_TRIANGLE())
    value = float((clustering / mean_c) / (length / mean_l))
    with np.errstate(divide="ignore", invalid="ignore"):
        each = (clustering / drawn.clustering) / (length / drawn.path_length)
    # a draw without triangles says the network is infinitely more clustered, or nothing at all
    each = np.where(np.isnan(each), 1.0, each)
    reason = None
    if np.isinf(each).any():
        reason = say.SOME_WITHOUT_TRIANGLE(n=int(np.isinf(each).sum()), of=len(each))
    row = _row("sigma", value, np.zeros(0), reason) | _interval(each)
    return row | {"p_value": _p_value(each <= 1 + 1e-12)}


def _omega(clustering: float, length: float, drawn: _Drawn) -> dict[str, Any]:
    if drawn.lattice_clustering == 0 or not length > 0:
        return _row("omega", np.nan, np.zeros(0), say.NO_TRIANGLE_IN_LATTICE())
    share = clustering / drawn.lattice_clustering
    each = drawn.path_length / length - share
    return _row("omega", float(each.mean()), np.zeros(0)) | _interval(each)


def _interval(each: Floats) -> dict[str, float]:
    points = _points(each)
    names = ("value_p05", "value_p50", "value_p95")
    # an interval without an upper end has none to show
    return {n: p if np.isfinite(p) else np.nan for n, p in zip(names, points, strict=True)}


def _points(draws: Floats) -> list[float]:
    """Return the smallest draws that at least 5, 50 and 95 % of the draws do not exceed."""
    return [float(x) for x in np.quantile(draws, LIMITS, method="inverted_cdf")]


def _p_value(is_extreme: Any) -> float:
    return float((1 + is_extreme.sum()) / (1 + len(is_extreme)))
