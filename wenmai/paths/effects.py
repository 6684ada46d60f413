"""How vote shares move with one dimension: accumulated local effects, and the nearest turn."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from wenmai.paths.leaf_boxes import LeafBoxes
from wenmai.paths.trees import Floats, Integers, TreeArrays, as_read


@dataclass(frozen=True)
class Effects:
    """Accumulated local effects of one column.

    Parameters
    ----------
    edges : array of shape (b + 1,)
        Values of the column at which the effect is given.
    effects : array of shape (b + 1, n_paths)
        Vote share above that of the mean sample.
    counts : array of shape (b + 1,)
        Samples between this edge and the one before; 0 at the first.
    """

    edges: Floats
    effects: Floats
    counts: Integers


def local_effects(
    forest: TreeArrays, values: npt.ArrayLike, column: int, bins: int = 10
) -> Effects:
    """Accumulate the local effects of a column on the vote shares (Apley & Zhu 2020).

    Between two neighbouring quantiles of the column, every sample that lies there is moved from
    the lower to the upper one, all else as it is; the mean change of the vote shares is the local
    effect, and these add up along the column. Unlike a partial dependence this never asks the
    forest about cities that cannot be.

    Parameters
    ----------
    forest : TreeArrays
    values : array of shape (n, d)
    column : int
    bins : int
        Quantile bins; equal quantiles make one.

    Returns
    -------
    Effects
        Centred: the mean over the samples is 0. One edge and no effect when the column is
        constant.
    """
    samples = np.asarray(values, dtype=np.float64)
    edges = np.unique(np.quantile(samples[:, column], np.linspace(0, 1, bins + 1)))
    if len(edges) < 2:
        return Effects(edges, np.zeros((1, forest.n_paths)), np.zeros(1, dtype=np.int64))
    place = np.clip(np.searchsorted(edges, samples[:, column], side="left"), 1, len(edges) - 1)
    lower, upper = samples.copy(), samples.copy()
    lower[:, column], upper[:, column] = edges[place - 1], edges[place]
    moved = (forest.votes(upper) - forest.votes(lower)) / forest.n_trees
    counts = np.bincount(place, minlength=len(edges))
    local = np.zeros((len(edges), forest.n_paths))
    np.add.at(local, place, moved)
    local = np.divide(local, counts[:, None], out=local, where=counts[:, None] > 0)
    curve = np.cumsum(local, axis=0)
    # a bin's mean effect lies between its two edges
    middle = (curve[1:] + curve[:-1]) / 2
    centre = (middle * counts[1:, None]).sum(axis=0) / counts.sum()
    return Effects(edges, curve - centre, counts.astype(np.int64))


@dataclass(frozen=True)
class Turns:
    """The smallest change of each column that gives a sample another path.

    Parameters
    ----------
    target : array of shape (n, d)
        Value at which the majority turns; NaN where no value of the column turns it.
    path : array of shape (n, d)
        Path that then wins; -1 where none does.
    """

    target: Floats
    path: Integers


def nearest_turns(
    forest: TreeArrays, boxes: LeafBoxes, values: npt.ArrayLike, current: npt.ArrayLike
) -> Turns:
    """Search the forest for the smallest change of one column that turns the majority.

    Along one column the votes only change at thresholds of the trees. The leaves that a sample
    could reach by this column alone give all of them, so the search is exact, not by trial.

    Parameters
    ----------
    forest : TreeArrays
    boxes : LeafBoxes
        Of the same forest.
    values : array of shape (n, d)
    current : array of shape (n,)
        Path of every sample now.

    Returns
    -------
    Turns
    """
    samples, now = as_read(values).astype(np.float64), np.asarray(current)
    target = np.full(samples.shape, np.nan)
    path = np.full(samples.shape, -1, dtype=np.int64)
    full = np.uint8((1 << boxes.n_columns) - 1)
    # unmet demands of a leaf that at most one column must meet
    one_away = np.array([code & (code - 1) == 0 for code in range(256)])
    for chosen in boxes.portions(len(samples)):
        unmet = boxes.met(samples[chosen]) ^ full
        leaf, sample = np.nonzero(one_away[unmet])
        lacking = unmet[leaf, sample]
        for q in range(boxes.n_columns):
            own = (lacking & ~np.uint8(1 << q)) == 0
            reach = (leaf[own], sample[own])
            found = _turns_of(forest, boxes, q, reach, (samples[chosen, q], now[chosen]))
            target[chosen, q], path[chosen, q] = found
    return Turns(target, path)


def _turns_of(
    forest: TreeArrays,
    boxes: LeafBoxes,
    q: int,
    reach: tuple[Integers, ...],
    standing: tuple[Floats, Integers],
) -> tuple[Floats, Integers]:
    """Sweep along one column: every leaf that a sample can reach opens and closes a stretch."""
    (leaf, sample), (here, now) = reach, standing
    n, k = len(here), forest.n_paths
    # stretch r of a sample: above places[r], up to places[r + 1]
    places = np.unique(boxes.low[:, q])
    opens, closes = (np.searchsorted(places, side[leaf, q]) for side in (boxes.low, boxes.high))
    r, keys = len(places) + 1, (sample * (len(places) + 1)) * k + boxes.path[leaf]
    change = np.bincount(keys + opens * k, minlength=n * r * k)
    change -= np.bincount(keys + closes * k, minlength=n * r * k)
    votes = np.cumsum(change.reshape(n, r, k)[:, :-1], axis=1)
    winner = votes.argmax(axis=2)
    lowest, highest = just_above(places), at_most(np.append(places[1:], np.inf))
    goal = np.where(places >= here[:, None], lowest, highest)
    # two thresholds may lie so near that no single-precision number is between them
    is_turn = (winner != now[:, None]) & (lowest <= highest)
    distance = np.where(is_turn, np.abs(goal - here[:, None]), np.inf)
    rows, nearest = np.arange(n), distance.argmin(axis=1)
    is_found = np.isfinite(distance[rows, nearest])
    return (
        np.where(is_found, goal[rows, nearest], np.nan),
        np.where(is_found, winner[rows, nearest], -1),
    )


def just_above(thresholds: Floats) -> Floats:
    """Return the smallest single-precision number above each threshold."""
    near = thresholds.astype(np.float32)
    above = np.nextafter(near, np.float32(np.inf))
    return np.where(near > thresholds, near, above).astype(np.float64)


def at_most(thresholds: Floats) -> Floats:
    """Return the largest single-precision number that is not above each threshold."""
    near = thresholds.astype(np.float32)
    below = np.nextafter(near, np.float32(-np.inf))
    return np.where(near > thresholds, below, near).astype(np.float64)
