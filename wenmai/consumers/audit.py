"""What an algorithm shows: how alike, how concentrated, how evenly among creators.

Every number stands beside what a uniform choice with as many impressions would give: 100
impressions over 34 items have a Gini index of 0.31 by chance alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from wenmai.errors import WenmaiError
from wenmai.sentences import Sentence

ITEMS_NOT_IN_CATALOGUE = Sentence("domains.items_not_in_catalogue", "names")
ADD_TO_ITEMS = Sentence("domains.add_to_items")

Floats = npt.NDArray[np.float64]
METRICS = (
    "catalogue_coverage",
    "exposure_gini",
    "effective_items_share",
    "top_20_pct_share",
    "long_tail_share",
    "novelty_bits",
    "intra_list_similarity",
)
TOP_SHARE = 0.2
_TAIL_SHARE = 0.8


@dataclass(frozen=True)
class AuditValue:
    """One metric of one algorithm.

    Parameters
    ----------
    metric : str
    value : float
        As observed.
    value_corrected : float
        Less the bias that the bootstrap shows (unevenness grows with chance alone).
    lower, upper : float
        Basic bootstrap interval of ``value_corrected``, sessions drawn.
    value_by_chance : float
        Mean of a uniform choice among the catalogue with as many impressions.
    """

    metric: str
    value: float
    value_corrected: float
    lower: float
    upper: float
    value_by_chance: float


def gini(counts: npt.ArrayLike) -> Floats:
    """Return the Gini index along the last axis, 0 (even) to 1 − 1/n (all on one).

    Parameters
    ----------
    counts : array of shape (..., n)

    Returns
    -------
    array of shape (...)
        Missing where nothing was counted.

    Examples
    --------
    >>> gini([[1, 1, 1, 1], [0, 0, 0, 4]]).tolist()
    [0.0, 0.75]
    """
    ordered = np.sort(np.asarray(counts, dtype=float), axis=-1)
    n = ordered.shape[-1]
    total = ordered.sum(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return (2 * (ordered * np.arange(1, n + 1)).sum(axis=-1) / (n * total)) - (n + 1) / n


def exposure_metrics(counts: npt.ArrayLike, novelty: npt.ArrayLike) -> dict[str, Floats]:
    """Compute the metrics of exposure that need only counts per item.

    Coverage: share of items shown at all. Effective items: e^entropy ÷ catalogue. Top-20 %: share
    of exposure of the most shown fifth. Long tail: share of exposure of the items that together
    had the least-seen fifth of exposure in ``novelty``'s reference. Novelty: mean −log₂ of an
    item's share of events elsewhere.

    Parameters
    ----------
    counts : array of shape (..., n_items)
        Exposures of every item of the catalogue, zeros among them.
    novelty : array of shape (n_items,)
        −log₂ of each item's share of all events, the reference.

    Returns
    -------
    dict of str to array of shape (...)

    Examples
    --------
    >>> found = exposure_metrics([0, 2, 2, 4], [2.0, 2.0, 2.0, 2.0])
    >>> round(float(found["effective_items_share"]), 4), float(found["catalogue_coverage"])
    (0.7071, 0.75)
    """
    shown = np.asarray(counts, dtype=float)
    bits = np.asarray(novelty, dtype=float)
    n = shown.shape[-1]
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = shown / shown.sum(axis=-1, keepdims=True)
        entropy = -np.where(shares > 0, shares * np.log(shares), 0.0).sum(axis=-1)
    top = max(1, round(TOP_SHARE * n))
    return {
        "catalogue_coverage": (shown > 0).mean(axis=-1),
        "exposure_gini": gini(shown),
        "effective_items_share": np.exp(entropy) / n,
        "top_20_pct_share": np.sort(shares, axis=-1)[..., n - top :].sum(axis=-1),
        "long_tail_share": shares[..., _long_tail(bits)].sum(axis=-1),
        "novelty_bits": shares @ bits,
    }


def audit_exposures(
    exposures: pd.DataFrame,
    catalogue: pd.DataFrame,
    n_draws: int = 200,
    level: float = 0.95,
    seed: int = 1,
) -> list[AuditValue]:
    """Audit one algorithm in one period.

    Parameters
    ----------
    exposures : DataFrame
        One row per impression: ``item`` and ``session`` (missing: the row is its own session).
    catalogue : DataFrame
        One row per item that could be shown: ``item``, ``category``, ``events`` (elsewhere, the
        reference of novelty).
    n_draws, seed : int
        Of bootstrap and chance.
    level : float
        Of the interval.

    Returns
    -------
    list of AuditValue
        METRICS in order; the last only where sessions show two items or more.

    Raises
    ------
    WenmaiError
        When an item shown is not in the catalogue.

    Examples
    --------
    >>> catalogue = pd.DataFrame({"item": list("abcd"), "category": list("xxyy"), "events": 1})
    >>> shown = pd.DataFrame({"item": list("aaab"), "session": [1, 1, 2, 2]})
    >>> found = {value.metric: value for value in audit_exposures(shown, catalogue, 50)}
    >>> found["exposure_gini"].value, found["intra_list_similarity"].value
    (0.625, 1.0)
    """
    items = pd.Index(catalogue["item"])
    places = items.get_indexer(exposures["item"])
    if (places < 0).any():
        missing = sorted({str(item) for item in exposures["item"][places < 0]})
        raise WenmaiError(
            ITEMS_NOT_IN_CATALOGUE(names=", ".join(missing[:3])),
            hint=ADD_TO_ITEMS(),
        )
    n_items, n_shown = len(items), len(places)
    events = catalogue["events"].to_numpy(dtype=float) + 1
    novelty = -np.log2(events / events.sum())
    session = exposures["session"] if "session" in exposures else pd.Series(np.nan, range(n_shown))
    codes, n_sessions = _sessions(session)
    rng = np.random.default_rng(seed)
    from scipy import sparse  # noqa: PLC0415 - most studies have no exposures

    by_session = sparse.csr_array((np.ones(n_shown), (codes, places)), shape=(n_sessions, n_items))
    weights = rng.multinomial(n_sessions, np.full(n_sessions, 1 / n_sessions), size=n_draws)
    drawn = np.asarray(weights @ by_session)
    counts = np.bincount(places, minlength=n_items)
    chance = rng.multinomial(n_shown, np.full(n_items, 1 / n_items), size=n_draws)
    value, boot, uniform = (exposure_metrics(c, novelty) for c in (counts, drawn, chance))
    found = [
        _value(name, float(value[name]), boot[name], float(uniform[name].mean()), level)
        for name in value
    ]
    alike = _similarity(by_session, catalogue["category"])
    if alike is not None:
        same, pairs, by_chance = alike
        with np.errstate(invalid="ignore", divide="ignore"):
            draws = (weights @ same) / (weights @ pairs)
        found.append(
            _value(
                "intra_list_similarity", float(same.sum() / pairs.sum()), draws, by_chance, level
            )
        )
    return found


def parity(
    exposures: pd.DataFrame,
    groups: Mapping[str, str],
    n_draws: int = 500,
    level: float = 0.95,
    seed: int = 1,
) -> pd.DataFrame:
    """Compare exposure and outcome of groups of creators.

    Exposure parity is a group's share of impressions ÷ its share of the catalogue; outcome parity
    its outcomes per impression ÷ those of everybody else.

    Parameters
    ----------
    exposures : DataFrame
        ``item``, ``session``, ``outcome`` (0 or 1; may be missing).
    groups : mapping of str to str
        Item → group, for every item of the catalogue.
    n_draws, seed : int
    level : float

    Returns
    -------
    DataFrame
        Per ``creator_group``: ``items``, ``exposures``, ``exposure_parity``, ``lower``, ``upper``,
        ``outcome_parity``, ``outcome_lower``, ``outcome_upper``.

    Examples
    --------
    >>> shown = pd.DataFrame({"item": list("aaab"), "session": range(4), "outcome": [1, 0, 0, 1]})
    >>> parity(shown, {"a": "x", "b": "y"}, 50)["exposure_parity"].tolist()
    [1.5, 0.5]
    """
    names = sorted(set(groups.values()))
    place = {name: position for position, name in enumerate(names)}
    size = np.bincount([place[group] for group in groups.values()], minlength=len(names))
    codes, n_sessions = _sessions(exposures["session"])
    group = np.array([place[groups[item]] for item in exposures["item"]])
    outcome = exposures["outcome"].fillna(0).to_numpy(dtype=float)
    shape = (n_sessions, len(names))
    shown, good = np.zeros(shape), np.zeros(shape)
    np.add.at(shown, (codes, group), 1.0)
    np.add.at(good, (codes, group), outcome)
    rng = np.random.default_rng(seed)
    weights = rng.multinomial(n_sessions, np.full(n_sessions, 1 / n_sessions), size=n_draws)

    def ratios(n: Floats, won: Floats) -> tuple[Floats, Floats]:
        with np.errstate(invalid="ignore", divide="ignore"):
            total, all_won = n.sum(axis=-1, keepdims=True), won.sum(axis=-1, keepdims=True)
            reach = (n / total) / (size / size.sum())
            return reach, (won / n) / ((all_won - won) / (total - n))

    value, drawn = (
        ratios(shown.sum(axis=0), good.sum(axis=0)),
        ratios(weights @ shown, weights @ good),
    )
    tails = [(1 - level) / 2, (1 + level) / 2]
    limits = []
    for draws in drawn:
        draws[~np.isfinite(draws)] = np.nan
        is_known = np.isfinite(draws).any(axis=0)
        limit = np.full((2, len(names)), np.nan)
        if is_known.any():
            limit[:, is_known] = np.nanquantile(draws[:, is_known], tails, axis=0)
        limits.append(limit)
    outcome_parity = np.where(np.isfinite(value[1]), value[1], np.nan)
    return pd.DataFrame(
        {
            "creator_group": names,
            "items": size,
            "exposures": shown.sum(axis=0).astype(int),
            "exposure_parity": value[0],
            "lower": limits[0][0],
            "upper": limits[0][1],
            "outcome_parity": outcome_parity,
            "outcome_lower": limits[1][0],
            "outcome_upper": limits[1][1],
        }
    )


def _sessions(session: pd.Series) -> tuple[npt.NDArray[np.int64], int]:
    codes, known = pd.factorize(session)
    alone = codes < 0
    codes[alone] = len(known) + np.arange(alone.sum())
    return codes, len(known) + int(alone.sum())


def _long_tail(bits: Floats) -> npt.NDArray[np.bool_]:
    """Say which items make up the last fifth of events."""
    share = 2.0**-bits
    order = np.lexsort((np.arange(len(bits)), -share))
    before = np.cumsum(share[order]) - share[order]
    tail = np.zeros(len(bits), dtype=bool)
    tail[order] = before >= _TAIL_SHARE * share.sum() - 1e-12
    return tail


def _similarity(by_session: Any, category: pd.Series) -> tuple[Floats, Floats, float] | None:
    """Return pairs of one category and all pairs per session, and the share by chance."""
    codes = pd.factorize(category)[0]
    if (codes < 0).any():
        return None
    n_categories = codes.max() + 1
    member = np.zeros((len(codes), n_categories))
    member[np.arange(len(codes)), codes] = 1
    per_category = by_session @ member
    total = per_category.sum(axis=1)
    pairs = total * (total - 1) / 2
    if not pairs.sum():
        return None
    same = (per_category * (per_category - 1) / 2).sum(axis=1)
    return same, pairs, float(((member.sum(axis=0) / len(codes)) ** 2).sum())


def _value(metric: str, value: float, draws: Floats, by_chance: float, level: float) -> AuditValue:
    low, high = np.nanquantile(draws, [(1 - level) / 2, (1 + level) / 2])
    corrected = 2 * value - float(np.nanmean(draws))
    top = np.inf if metric == "novelty_bits" else 1.0
    return AuditValue(
        metric,
        value,
        float(np.clip(corrected, 0, top)),
        float(np.clip(2 * value - high, 0, top)),
        float(np.clip(2 * value - low, 0, top)),
        by_chance,
    )
