"""Keep the stored forest or grow a new one: the choice, its reason, and the drift behind it."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from wenmai.paths.drift import Drift, drift
from wenmai.paths.model import PathModel
from wenmai.paths.trees import Floats
from wenmai.sentences import Said, Sentence

REASONS = {
    sentence.code.removeprefix("paths.retrain."): sentence
    for sentence in (
        Sentence("paths.retrain.always"),
        Sentence("paths.retrain.no_stored_model"),
        Sentence("paths.retrain.stored_model_damaged"),
        Sentence("paths.retrain.other_dimensions", "dimensions"),
        Sentence("paths.retrain.drifted", "dimensions"),
        Sentence("paths.retrain.kept"),
        Sentence("paths.retrain.not_drifted"),
    )
}


@dataclass(frozen=True)
class Decision:
    """Whether a new forest is grown, and why.

    Parameters
    ----------
    is_retrained : bool
    reason_code : str
        Key of REASONS.
    dimensions : tuple of str
        That it is about.
    """

    is_retrained: bool
    reason_code: str
    dimensions: tuple[str, ...] = ()

    @property
    def said(self) -> Said:
        """The reason."""
        sentence = REASONS[self.reason_code]
        parts = {"dimensions": ", ".join(self.dimensions)} if self.dimensions else {}
        return sentence(**parts)


def drifts(model: PathModel, samples: pd.DataFrame) -> dict[str, Drift]:
    """Compare samples that a model did not know with those it was trained on.

    Parameters
    ----------
    model : PathModel
    samples : DataFrame
        ``unit_code``, ``year`` and one column per dimension, measured by the model's scales.

    Returns
    -------
    dict
        Dimension to Drift; empty when every sample was known.
    """
    known = set(zip(model.samples["unit_code"], model.samples["year"], strict=True))
    places = zip(samples["unit_code"], samples["year"], strict=True)
    is_new = np.array([place not in known for place in places], dtype=bool)
    training = model.training_values()
    found = {}
    for q, code in enumerate(model.dimension_codes):
        old, new = training[:, q], samples.loc[is_new, code].to_numpy(np.float64)
        old, new = old[~np.isnan(old)], new[~np.isnan(new)]
        if len(old) and len(new):
            found[code] = drift(old, new)
    return found


def decide(
    mode: str,
    model: PathModel | None,
    version: str | None,
    *,
    found: dict[str, Drift],
    threshold: float,
    missing: tuple[str, ...] = (),
) -> Decision:
    """Choose between the stored model and a new one.

    Parameters
    ----------
    mode : str
        always, never or on_drift, from study.yml.
    model : PathModel, optional
        The stored model, when it could be read and matches its hash.
    version : str, optional
        Under which it was stored; None when nothing was.
    found : dict of str to Drift
        See drifts().
    threshold : float
        Stability index from which a feature has drifted.
    missing : tuple of str
        Dimensions that the model's forest asks and no sample has any more.

    Returns
    -------
    Decision

    Examples
    --------
    >>> decide("never", None, None, found={}, threshold=0.25).reason_code
    'no_stored_model'
    """
    if mode == "always":
        return Decision(True, "always")
    if version is None:
        return Decision(True, "no_stored_model")
    if model is None:
        return Decision(True, "stored_model_damaged")
    if missing:
        return Decision(True, "other_dimensions", missing)
    moved = [code for code, shift in found.items() if shift.is_drifted(threshold)]
    if mode == "on_drift" and moved:
        return Decision(True, "drifted", tuple(moved))
    return Decision(False, "kept" if mode == "never" else "not_drifted")


def asked(model: PathModel) -> tuple[str, ...]:
    """Return the dimensions that a model's forest asks about."""
    numbers: Floats = np.unique(model.arrays.feature)
    return tuple(model.dimension_codes[int(q)] for q in numbers if q >= 0)
