"""Recognise the paths of one study: labels, forest, votes."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from wenmai.paths.findings import (
    FEWEST_LABELLED,
    NotRecognisedError,
    misnamed_clusters,
    notes_of,
)
from wenmai.paths.forest import ForestSettings, grow, split
from wenmai.paths.labels import cluster_labels, dominant_dimension, standardised
from wenmai.paths.model import PathModel
from wenmai.paths.trees import Floats, Integers, TreeArrays
from wenmai.sentences import Said

UNKNOWN = -1


@dataclass(frozen=True)
class PathSettings:
    """What a study says about its paths.

    Parameters
    ----------
    label_strategy : str
        expert, dominant_dimension or cluster.
    weights : array of shape (3,)
        α, β, γ of Eq 1.
    forest : ForestSettings
    retrain : str
        always, never or on_drift.
    drift_threshold : float
    grid_step : float
        Step of the grid of fusion weights; 0 means no grid.
    grid_trees : int
    """

    label_strategy: str = "expert"
    weights: tuple[float, float, float] = (0.5, 0.3, 0.2)
    forest: ForestSettings = field(default_factory=ForestSettings)
    retrain: str = "always"
    drift_threshold: float = 0.25
    grid_step: float = 0.2
    grid_trees: int = 100


@dataclass(frozen=True)
class Samples:
    """All unit-years of a study, sorted by unit and year.

    Parameters
    ----------
    units, provinces : array of str of shape (n,)
    years : array of shape (n,)
    blocks : array of shape (n, 3, d)
        Structured, text and network score by dimension; NaN where a block has none.
    fused : array of shape (n, d)
    scores : array of shape (n,)
        Composite index D; NaN where it is null.
    expert : array of shape (n,)
        Path that a file gives; -1 where none.
    """

    units: npt.NDArray[np.object_]
    provinces: npt.NDArray[np.object_]
    years: Integers
    blocks: Floats
    fused: Floats
    scores: Floats
    expert: Integers

    @property
    def present(self) -> npt.NDArray[np.bool_]:
        """Which dimensions have a score anywhere."""
        return np.asarray(~np.isnan(self.fused).all(axis=0), dtype=bool)

    @property
    def is_complete(self) -> npt.NDArray[np.bool_]:
        """Which samples have a score in every dimension that the study has at all."""
        gaps = np.isnan(self.fused[:, self.present]).any(axis=1)
        return np.asarray(~gaps & self.present.any(), dtype=bool)

    @property
    def read(self) -> Floats:
        """Fused features as the forest reads them: a dimension without any score says nothing."""
        return np.where(self.present, self.fused, 0.0)


@dataclass(frozen=True)
class Recognised:
    """What the forest makes of a study.

    Parameters
    ----------
    model : PathModel
    labels : array of shape (n,)
        Reference class of every sample; -1 where there is none.
    roles : array of str of shape (n,)
        training, test, unlabelled, or not_scored.
    votes : array of shape (n, n_paths)
        All 0 for samples that are not scored.
    oob_votes : array of shape (n, n_paths)
        Of training samples; all 0 elsewhere, and for a stored model.
    notes : tuple of Said
        What the reader should know, in English and Chinese.
    """

    model: PathModel
    labels: Integers
    roles: npt.NDArray[np.object_]
    votes: Integers
    oob_votes: Integers
    notes: tuple[Said, ...] = ()

    @property
    def forest(self) -> TreeArrays:
        """The trees."""
        return self.model.arrays

    @property
    def is_scored(self) -> npt.NDArray[np.bool_]:
        """Which samples have votes."""
        return np.asarray(self.roles != "not_scored", dtype=bool)


def label(samples: Samples, strategy: str, seed: int) -> Integers:
    """Give every complete sample its reference class.

    Parameters
    ----------
    samples : Samples
    strategy : str
        expert (what the file says), dominant_dimension or cluster.
    seed : int
        Of the clusters.

    Returns
    -------
    array of shape (n,)
        -1 where there is no label.

    Raises
    ------
    NotRecognisedError
        When there is nothing to tell apart, or too little.
    """
    present, complete = np.flatnonzero(samples.present), samples.is_complete
    if not len(present) or not complete.any():
        raise NotRecognisedError("no_features")
    values = samples.fused[complete][:, present]
    # what rounding leaves of a constant is no variation
    if (np.ptp(values, axis=0) <= 1e-12).all():
        raise NotRecognisedError("nothing_varies")
    labels = np.full(len(samples.units), UNKNOWN, dtype=np.int64)
    if strategy == "expert":
        labels[complete] = samples.expert[complete]
    elif strategy == "dominant_dimension":
        labels[complete] = present[dominant_dimension(values)]
    else:
        try:
            labels[complete] = present[cluster_labels(values, seed)]
        except ValueError as error:
            raise NotRecognisedError("labels_not_clustered", len(values)) from error
    known = labels[labels != UNKNOWN]
    if len(known) < FEWEST_LABELLED:
        raise NotRecognisedError("too_few_labelled", len(known))
    if len(np.unique(known)) < 2:
        raise NotRecognisedError("one_path")
    return labels


def train(
    samples: Samples,
    labels: Integers,
    settings: PathSettings,
    *,
    codes: tuple[tuple[str, ...], tuple[str, ...]],
    scales: pd.DataFrame,
    overrides: npt.ArrayLike,
) -> Recognised:
    """Grow a forest on seven of ten labelled samples and let it vote on all.

    Parameters
    ----------
    samples : Samples
    labels : array of shape (n,)
    settings : PathSettings
    codes : tuple
        Codes of the paths, codes of their dimensions.
    scales : DataFrame
        See PathModel.
    overrides : array of shape (n_paths,)
        Strength of a path that the study or the seed states; NaN: mean D of its samples.

    Returns
    -------
    Recognised
    """
    n_paths, chosen = len(codes[0]), settings.forest
    labelled = np.flatnonzero(labels != UNKNOWN)
    is_training = np.zeros(len(labels), dtype=bool)
    is_training[labelled] = split(labels[labelled], chosen.training_share, chosen.seed)
    grown = grow(samples.read[is_training], labels[is_training], n_paths, chosen)
    roles = np.where(
        ~samples.is_complete, "not_scored",
        np.where(is_training, "training", np.where(labels != UNKNOWN, "test", "unlabelled")),
    ).astype(object)  # fmt: skip
    names = np.array([*codes[0], None], dtype=object)
    known = {"unit_code": samples.units, "year": samples.years, "sample_role": roles}
    known |= {"label_path_code": names[labels]}
    known |= {code: samples.fused[:, q] for q, code in enumerate(codes[1])}
    model = PathModel(
        grown.arrays, *codes, strengths(samples.scores, labels, overrides), scales,
        pd.DataFrame(known),
    )  # fmt: skip
    oob = np.zeros((len(labels), n_paths), dtype=np.int64)
    oob[is_training] = grown.oob_votes
    return Recognised(
        model,
        labels,
        roles,
        _votes(model, samples),
        oob,
        _notes(samples, labels, codes, settings.label_strategy),
    )


def score(
    model: PathModel, samples: Samples, labels: Integers, settings: PathSettings
) -> Recognised:
    """Let a stored forest vote on samples measured by its own scales.

    Samples keep the role that they had when the forest was trained; the others are ``new``.
    """
    known = model.samples.set_index(["unit_code", "year"])["sample_role"]
    places = pd.MultiIndex.from_arrays([samples.units, samples.years])
    roles = known.reindex(places).where(lambda role: role != "not_scored").fillna("new")
    complete = samples.is_complete
    codes = (model.path_codes, model.dimension_codes)
    kept = np.where(complete, roles.to_numpy(object), "not_scored")
    return Recognised(
        model, labels, kept, _votes(model, samples),
        np.zeros((len(labels), len(codes[0])), dtype=np.int64),
        _notes(samples, labels, codes, settings.label_strategy),
    )  # fmt: skip


def strengths(scores: Floats, labels: Integers, overrides: npt.ArrayLike) -> Floats:
    """Return η: the stated strength of a path, else the mean index of the samples labelled so.

    Examples
    --------
    >>> strengths(np.array([0.6, 0.8, 0.5]), np.array([0, 0, 1]), [np.nan, 0.9]).round(3).tolist()
    [0.7, 0.9]
    """
    stated = np.asarray(overrides, dtype=np.float64)
    found = np.full(len(stated), np.nan)
    for path in range(len(stated)):
        own = scores[(labels == path) & ~np.isnan(scores)]
        found[path] = own.mean() if len(own) else np.nan
    return np.where(np.isnan(stated), found, stated)


def _votes(model: PathModel, samples: Samples) -> Integers:
    votes = np.zeros((len(samples.units), len(model.path_codes)), dtype=np.int64)
    complete = samples.is_complete
    votes[complete] = model.arrays.votes(samples.read[complete])
    return votes


def _notes(
    samples: Samples, labels: Integers, codes: tuple[tuple[str, ...], ...], strategy: str
) -> tuple[Said, ...]:
    notes = notes_of(samples.present, labels, codes)
    if strategy == "cluster":
        known = labels != UNKNOWN
        # a dimension without any score stands out in nothing
        values = np.where(samples.present, standardised(samples.read[known]), -np.inf)
        notes += misnamed_clusters(values, labels[known], codes)
    return notes
