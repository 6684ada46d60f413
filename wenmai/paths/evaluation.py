"""Ways to ask how well paths are recognised, from the paper's to the strictest, and baselines."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from wenmai.paths.forest import ForestSettings, grow
from wenmai.paths.metrics import (
    accuracy_interval,
    brier,
    calibration_error,
    macro_f1,
)
from wenmai.paths.trees import Floats, Integers
from wenmai.sentences import Said, Sentence, told

FOLDS_OF_UNITS = Sentence("paths.split.folds_of_units", "n")
TRAINED_TO = Sentence("paths.split.trained_to", "year", "first")
COMMONEST_PATH = Sentence("paths.split.commonest_path")
LAST_PATH = Sentence("paths.split.last_path", "year")

FOLDS = 5


@dataclass(frozen=True)
class Panel:
    """Labelled samples.

    Parameters
    ----------
    values : array of shape (n, d)
        Fused features.
    labels : array of shape (n,)
        Number of the path.
    units : array of shape (n,)
    years : array of shape (n,)
    n_paths : int
    """

    values: Floats
    labels: Integers
    units: npt.NDArray[np.object_]
    years: Integers
    n_paths: int

    def part(self, chosen: npt.NDArray[np.bool_]) -> "Panel":
        """Return the chosen samples."""
        return Panel(
            self.values[chosen],
            self.labels[chosen],
            self.units[chosen],
            self.years[chosen],
            self.n_paths,
        )


@dataclass(frozen=True)
class Tested:
    """What a scheme gave for the samples that it kept from the forest.

    Parameters
    ----------
    scheme : str
    labels : array of shape (n,)
    vote_shares : array of shape (n, n_paths)
    units : array of shape (n,)
    n_training : int
        Samples that trained (with folds: on average).
    detail : Said
        How samples were parted.
    """

    scheme: str
    labels: Integers
    vote_shares: Floats
    units: npt.NDArray[np.object_]
    n_training: int
    detail: Said

    def scores(self, seed: int) -> dict[str, object]:
        """Return accuracy with its interval, macro-F1, Brier score and calibration error."""
        found = self.vote_shares.argmax(axis=1)
        lower, upper = accuracy_interval(found == self.labels, self.units, seed)
        return {
            "scheme_code": self.scheme,
            "n_training": self.n_training,
            "n_test": len(self.labels),
            "accuracy": float((found == self.labels).mean()),
            "accuracy_p05": lower,
            "accuracy_p95": upper,
            "macro_f1": macro_f1(self.labels, found),
            "brier_score": brier(self.labels, self.vote_shares),
            "calibration_error": calibration_error(self.labels, self.vote_shares),
            "split_detail": told([self.detail]),
        }


def grouped_by_unit(panel: Panel, settings: ForestSettings, folds: int = FOLDS) -> Tested | None:
    """Test every unit by a forest that has seen no year of it.

    Units are dealt into folds at random, the largest first into the smallest fold. None when
    there are fewer than two units, or no fold leaves two paths to learn.
    """
    random = np.random.default_rng(settings.seed)
    names, unit, counts = np.unique(panel.units, return_inverse=True, return_counts=True)
    n_folds = min(folds, len(names))
    if n_folds < 2:
        return None
    order = random.permutation(len(names))
    order = order[np.argsort(-counts[order], kind="stable")]
    fold_of, size = np.zeros(len(names), dtype=np.int64), np.zeros(n_folds, dtype=np.int64)
    for name in order:
        fold_of[name] = size.argmin()
        size[fold_of[name]] += counts[name]
    shares = np.full((len(panel.labels), panel.n_paths), np.nan)
    trained = []
    for number in range(n_folds):
        is_test = fold_of[unit] == number
        votes = _votes_of_rest(panel, is_test, settings)
        if votes is not None:
            shares[is_test] = votes
            trained.append(int((~is_test).sum()))
    tested = ~np.isnan(shares).any(axis=1)
    if not tested.any():
        return None
    return Tested(
        "grouped_by_unit",
        panel.labels[tested],
        shares[tested],
        panel.units[tested],
        round(np.mean(trained)),
        FOLDS_OF_UNITS(n=n_folds),
    )


def cut_year(years: npt.ArrayLike, share: float) -> int | None:
    """Return the last training year that leaves nearest to a share of samples for training.

    Examples
    --------
    >>> cut_year([2018, 2019, 2020, 2021, 2022, 2023, 2024], 0.7)
    2022
    """
    given, counts = np.unique(np.asarray(years), return_counts=True)
    if len(given) < 2:
        return None
    reached = np.cumsum(counts)[:-1] / counts.sum()
    return int(given[np.abs(reached - share).argmin()])


def forward_in_time(panel: Panel, settings: ForestSettings) -> Tested | None:
    """Train on the years up to a cut and test on the later ones; None with a single year."""
    year = cut_year(panel.years, settings.training_share)
    if year is None:
        return None
    is_test = panel.years > year
    votes = _votes_of_rest(panel, is_test, settings)
    if votes is None:
        return None
    return Tested(
        "forward_in_time",
        panel.labels[is_test],
        votes,
        panel.units[is_test],
        int((~is_test).sum()),
        TRAINED_TO(year=year, first=int(panel.years[is_test].min())),
    )


def majority_baseline(panel: Panel, is_training: npt.NDArray[np.bool_]) -> Tested | None:
    """Say the training samples' commonest path for everyone."""
    if is_training.all() or not is_training.any():
        return None
    shares = np.bincount(panel.labels[is_training], minlength=panel.n_paths) / is_training.sum()
    n = int((~is_training).sum())
    return Tested(
        "baseline",
        panel.labels[~is_training],
        np.tile(shares, (n, 1)),
        panel.units[~is_training],
        int(is_training.sum()),
        COMMONEST_PATH(),
    )


def persistence_baseline(panel: Panel, settings: ForestSettings) -> Tested | None:
    """Say the last known path of the unit itself: what any forecast of paths must beat.

    Units without a label before the cut are left out.
    """
    year = cut_year(panel.years, settings.training_share)
    if year is None:
        return None
    before = panel.part(panel.years <= year)
    last = {
        unit: label
        for _, unit, label in sorted(
            zip(before.years.tolist(), before.units.tolist(), before.labels.tolist(), strict=True)
        )
    }
    is_test = (panel.years > year) & np.array([unit in last for unit in panel.units], dtype=bool)
    if not is_test.any():
        return None
    said = np.array([last[unit] for unit in panel.units[is_test]])
    return Tested(
        "persistence_baseline",
        panel.labels[is_test],
        np.eye(panel.n_paths)[said],
        panel.units[is_test],
        len(before.labels),
        LAST_PATH(year=year),
    )


def _votes_of_rest(
    panel: Panel, is_test: npt.NDArray[np.bool_], settings: ForestSettings
) -> Floats | None:
    rest = panel.part(~is_test)
    if len(np.unique(rest.labels)) < 2:
        return None
    forest = grow(rest.values, rest.labels, panel.n_paths, settings).arrays
    return forest.votes(panel.values[is_test]) / forest.n_trees


def confusion(labels: npt.ArrayLike, found: npt.ArrayLike, n_paths: int) -> Integers:
    """Count samples by label (row) and path found (column).

    Examples
    --------
    >>> confusion([0, 0, 1], [0, 1, 1], 2).tolist()
    [[1, 1], [0, 1]]
    """
    keys = np.asarray(labels) * n_paths + np.asarray(found)
    return np.bincount(keys, minlength=n_paths * n_paths).reshape(n_paths, n_paths)
