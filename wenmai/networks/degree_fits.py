"""The law that degrees follow: Poisson, exponential, lognormal or power law, if one can tell.

After Clauset, Shalizi and Newman (SIAM Review 51, 2009): maximum likelihood, the start of the tail
where the power law fits best, goodness of fit by synthetic samples, Vuong's likelihood ratio.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import erfc

from wenmai.networks import sentences as say
from wenmai.networks.degree_distribution import degree_types
from wenmai.networks.degree_laws import (
    LAWS,
    Law,
    fit,
    ks_distance,
    log_probabilities,
    probabilities,
)
from wenmai.networks.graph import Floats, Graph, Ints
from wenmai.sentences import Said, first_few, told

# Clauset et al. find the tail unreliable below about a hundred values; half of that is the least.
FEWEST_NODES = 50
REJECTED_BELOW = 0.1  # their threshold for the goodness of fit
SIGNIFICANT = 0.05
_LEAST_TAIL = 10
_MOST_STARTS = 40
_CELLS = 4_000_000
_LEAST_DRAWS = 100


@dataclass(frozen=True)
class _Fit:
    law: Law
    x_min: int
    theta: Floats
    each: Floats  # ln p(k) on the support
    log_likelihood: float
    ks: float


def degree_fits(graph: Graph, n_draws: int = 500, seed: int = 1) -> list[dict[str, Any]]:
    """Fit four laws to every kind of degree of a network.

    Parameters
    ----------
    graph : Graph
        Isolated nodes are left out: three of the laws have no place for 0, and the Poisson law is
        taken without its 0 so that likelihoods compare.
    n_draws : int
        Synthetic samples for the goodness of fit; fewer (at least 100) where a network of many
        nodes makes each one large; 0 for no p-value.
    seed : int

    Returns
    -------
    list of dict
        Columns of :data:`wenmai.networks.tables.DEGREE_FITS`, one row per kind of degree, scope
        and law. Scope ``all``: every linked node. Scope ``tail``: nodes from ``x_min`` on, where
        the power law's Kolmogorov–Smirnov distance is smallest. ``likelihood_ratio`` is the
        log-likelihood of the power law minus that of the law, Vuong's statistic is that in
        standard deviations. ``verdict_code``: too_few_nodes, rejected, plausible,
        worse_than_another (an alternative fits significantly better) or undefined.

    Examples
    --------
    >>> star = Graph.from_edges([("c", leaf) for leaf in "vwxyz"], is_directed=False)
    >>> {row["verdict_code"] for row in degree_fits(star, n_draws=0)}
    {'too_few_nodes'}
    """
    rows: list[dict[str, Any]] = []
    for position, (name, degrees) in enumerate(degree_types(graph).items()):
        positive = degrees[degrees > 0]
        found = fit_values(positive, graph.n_nodes - 1, n_draws, seed + position)
        rows += [{"degree_type": name, "n_nodes": graph.n_nodes, "seed": seed} | r for r in found]
    return rows


def fit_values(values: Ints, upper: int, n_draws: int, seed: int) -> list[dict[str, Any]]:
    """Fit the four laws to positive integers up to a bound; see :func:`degree_fits`."""
    if len(np.unique(values)) < 2:
        reason = say.ALL_SAME_DEGREE() if len(values) else say.NO_NODE_LINKED()
        return [
            _unknown(law, scope, len(values), reason) for scope in ("all", "tail") for law in LAWS
        ]
    counts = np.bincount(values, minlength=upper + 1)[1:].astype(float)  # place 0 is degree 1
    draws = min(n_draws, max(_CELLS // upper, _LEAST_DRAWS))
    rng = np.random.default_rng(seed)
    rows: list[dict[str, Any]] = []
    for scope, x_min in (("all", 1), ("tail", int(_scan(counts[None])[0][0]))):
        fits = {code: _fitted(law, counts[x_min - 1 :], x_min) for code, law in LAWS.items()}
        p_values = {
            code: _goodness(found, counts, draws, rng, is_tail=scope == "tail")
            for code, found in fits.items()
        }
        shared = {"scope_code": scope, "x_min": x_min, "bootstrap_draws": draws}
        rows += [shared | row for row in _compare(fits, p_values, counts[x_min - 1 :])]
    return rows


def _fitted(law: Law, tail: Floats, x_min: int) -> _Fit:
    upper = x_min + len(tail) - 1
    theta = fit(law, tail[None], x_min)[0]
    each = log_probabilities(law, theta, x_min, upper)
    expected = probabilities(law, theta[None], x_min, upper)
    return _Fit(
        law, x_min, theta, each, float(tail @ each), float(ks_distance(tail[None], expected)[0])
    )


def _scan(samples: Floats) -> tuple[Ints, Floats]:
    """Return where the power law fits the tail of each sample best, and its distance there."""
    upper = samples.shape[1]
    law = LAWS["power_law"]
    best = np.full(len(samples), np.inf)
    starts = np.ones(len(samples), dtype=np.int64)
    at_least = np.cumsum(samples[:, ::-1], axis=1)[:, ::-1]
    for x_min in _starts(samples):
        tail = samples[:, x_min - 1 :]
        distinct = (tail > 0).sum(axis=1)
        usable = np.flatnonzero((distinct > 1) & (at_least[:, x_min - 1] >= _LEAST_TAIL))
        if x_min == 1:  # the whole sample is always a candidate
            usable = np.arange(len(samples))
        if not len(usable):
            continue
        theta = fit(law, tail[usable], x_min)
        distance = ks_distance(tail[usable], probabilities(law, theta, x_min, upper))
        closer = distance < best[usable] - 1e-12
        best[usable[closer]] = distance[closer]
        starts[usable[closer]] = x_min
    return starts, best


def _starts(samples: Floats) -> list[int]:
    """Return the degrees that occur, thinned out evenly when they are many."""
    occurring = np.flatnonzero(samples.sum(axis=0)) + 1
    if len(occurring) > _MOST_STARTS:
        places = np.linspace(0, len(occurring) - 1, _MOST_STARTS).round().astype(int)
        occurring = occurring[places]
    return sorted({1, *(int(x) for x in occurring)})


def _goodness(
    found: _Fit, counts: Floats, draws: int, rng: np.random.Generator, *, is_tail: bool
) -> float:
    """Return the share of synthetic samples that lie farther from their own fit than ours.

    The power law of the tail looks for its x_min anew in every sample, which has the observed
    values below it, resampled; the other laws take x_min as given.
    """
    if draws == 0:
        return float("nan")
    share, x_min = np.exp(found.each), found.x_min
    n_tail = int(counts[x_min - 1 :].sum())
    if not (is_tail and found.law.code == "power_law"):
        samples = rng.multinomial(n_tail, share / share.sum(), size=draws).astype(float)
        theta = fit(found.law, samples, x_min)
        upper = x_min + samples.shape[1] - 1
        distances = ks_distance(samples, probabilities(found.law, theta, x_min, upper))
    else:
        whole = counts / counts.sum()
        whole[x_min - 1 :] = share / share.sum() * (n_tail / counts.sum())
        samples = rng.multinomial(int(counts.sum()), whole / whole.sum(), size=draws)
        distances = _scan(samples.astype(float))[1]
    return float((distances >= found.ks - 1e-12).mean())


def _compare(
    fits: dict[str, _Fit],
    p_values: dict[str, float],
    tail: Floats,
) -> list[dict[str, Any]]:
    n = int(tail.sum())
    rows = []
    for code, found in fits.items():
        ratio, statistic, p_ratio = _vuong(fits["power_law"], found, tail)
        beaten_by = [
            other
            for other, rival in fits.items()
            if (test := _vuong(rival, found, tail))[0] > 0 and test[2] < SIGNIFICANT
        ]
        verdict, text = _verdict(n, p_values[code], beaten_by)
        named = found.law.readable(found.theta)
        rows.append(
            {
                "law_code": code,
                "n_tail": n,
                "parameter_1": named[0],
                "parameter_2": named[1] if len(named) > 1 and np.isfinite(named[1]) else None,
                "parameters": found.law.parameters,
                "log_likelihood": found.log_likelihood,
                "aic": 2 * len(found.theta) - 2 * found.log_likelihood,
                "ks_distance": found.ks,
                "p_value": p_values[code],
                "likelihood_ratio": ratio,
                "vuong_statistic": statistic,
                "vuong_p_value": p_ratio,
                "verdict_code": verdict,
                "verdict_said": told([text]),
            }
        )
    return rows


def _vuong(one: _Fit, other: _Fit, tail: Floats) -> tuple[float, float, float]:
    """Return log-likelihood ratio, Vuong's statistic and its two-sided p-value."""
    occurs = tail > 0
    difference, weight = (one.each - other.each)[occurs], tail[occurs]
    n = weight.sum()
    ratio = float(weight @ difference)
    spread = float(weight @ (difference - ratio / n) ** 2 / n)
    if spread <= 1e-18 or one is other:
        return (0.0 if abs(ratio) < 1e-9 else ratio), float("nan"), float("nan")
    statistic = ratio / np.sqrt(n * spread)
    return ratio, float(statistic), float(erfc(abs(statistic) / np.sqrt(2)))


def _verdict(n: int, p_value: float, beaten_by: list[str]) -> tuple[str, Said]:
    if n < FEWEST_NODES:
        return "too_few_nodes", say.FITS["too_few_nodes"](n=n, least=FEWEST_NODES)
    if p_value < REJECTED_BELOW:
        return "rejected", say.FITS["rejected"](level=REJECTED_BELOW)
    if beaten_by:
        laws = first_few([say.LAWS[law]() for law in beaten_by], shown=len(beaten_by))
        return "worse_than_another", say.FITS["worse_than_another"](laws=laws)
    if np.isnan(p_value):
        return "undefined", say.FITS["undefined"]()
    return "plausible", say.FITS["plausible"]()


def _unknown(law: str, scope: str, n: int, reason: Said) -> dict[str, Any]:
    code = "too_few_nodes" if n < FEWEST_NODES else "undefined"
    return {
        "scope_code": scope,
        "law_code": law,
        "n_tail": n,
        "parameters": LAWS[law].parameters,
        "verdict_code": code,
        "verdict_said": told([reason]),
    }
