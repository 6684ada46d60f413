"""Write what the forest says about a study as tables."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd

from wenmai.paths.drift import Drift
from wenmai.paths.effects import local_effects, nearest_turns
from wenmai.paths.evaluation import (
    Panel,
    Tested,
    confusion,
    forward_in_time,
    grouped_by_unit,
    majority_baseline,
    persistence_baseline,
)
from wenmai.paths.forest import confidence, path_scores, runners_up, winners
from wenmai.paths.importances import (
    group_importances,
    impurity_importances,
    permutation_drops,
    shares,
)
from wenmai.paths.leaf_boxes import leaf_boxes
from wenmai.paths.metrics import reliability
from wenmai.paths.recognise import UNKNOWN, PathSettings, Recognised, Samples
from wenmai.paths.sample_contributions import vote_contributions
from wenmai.paths.trees import Floats, Integers
from wenmai.sentences import Sentence

AT_RANDOM = Sentence("paths.split.at_random")
UNKNOWN_TO_MODEL = Sentence("paths.split.unknown_to_model")
BY_OTHER_TREES = Sentence("paths.split.by_other_trees")

REPEATS = 10  # shuffles of each dimension for the permutation importance
Tables = dict[str, pd.DataFrame]


def vote_tables(samples: Samples, found: Recognised) -> Tables:
    """Return assignments and probabilities: L, C, R and π of every unit-year."""
    codes = np.array([*found.model.path_codes, None], dtype=object)
    places = {"unit_code": samples.units, "year": samples.years}
    scored, oob = found.is_scored, found.oob_votes
    votes, has_oob = found.votes, found.oob_votes.sum(axis=1) > 0
    assignments = pd.DataFrame(
        {
            **places,
            "sample_role": found.roles,
            "path_code": codes[winners(votes)],
            "votes": _whole(votes.max(axis=1), scored),
            "confidence": confidence(votes),
            "path_score": _path_scores(found),
            "second_path_code": codes[np.where(scored, runners_up(votes), UNKNOWN)],
            "second_votes": _whole(np.sort(votes, axis=1)[:, -2], scored),
            "oob_path_code": codes[winners(oob)],
            "oob_votes": _whole(oob.max(axis=1), has_oob),
            "oob_n_votes": _whole(oob.sum(axis=1), has_oob),
            "label_path_code": codes[found.labels],
            "missing_dimensions": _missing(samples, found),
        }
    )
    base, _ = vote_contributions(found.forest, np.empty((0, found.forest.n_features)))
    oob_shares = np.where(has_oob[:, None], oob, np.nan) / np.maximum(oob.sum(axis=1), 1)[:, None]
    rows = np.flatnonzero(scored)
    probabilities = pd.DataFrame(
        {
            "unit_code": np.repeat(samples.units[rows], found.forest.n_paths),
            "year": np.repeat(samples.years[rows], found.forest.n_paths),
            "path_code": np.tile(codes[:-1], len(rows)),
            "votes": votes[rows].ravel(),
            "vote_share": (votes[rows] / found.forest.n_trees).ravel(),
            "oob_vote_share": oob_shares[rows].ravel(),
            "base_share": np.tile(base, len(rows)),
        }
    )
    return {"assignments": assignments, "probabilities": probabilities}


def explanation_tables(samples: Samples, found: Recognised) -> Tables:
    """Return contributions to every vote share, and the nearest turn along each dimension."""
    rows = np.flatnonzero(found.is_scored)
    values, forest, present = samples.read[rows], found.forest, samples.present
    boxes = leaf_boxes(forest)
    _, parts = vote_contributions(forest, values, boxes)
    turns = nearest_turns(forest, boxes, values, winners(found.votes[rows]))
    paths = np.array([*found.model.path_codes, None], dtype=object)
    dimensions = np.array(found.model.dimension_codes, dtype=object)[present]
    n, k, d = len(rows), forest.n_paths, int(present.sum())
    places = {"unit_code": samples.units[rows], "year": samples.years[rows]}
    contributions = pd.DataFrame(
        {
            **{name: np.repeat(place, k * d) for name, place in places.items()},
            "path_code": np.tile(np.repeat(paths[:-1], d), n),
            "dimension_code": np.tile(dimensions, n * k),
            "contribution": parts[:, :, present].ravel().round(12),  # products add in any order
        }
    )
    change = turns.target - values
    turning = pd.DataFrame(
        {
            **{name: np.repeat(place, d) for name, place in places.items()},
            "dimension_code": np.tile(dimensions, n),
            "target_score": turns.target[:, present].ravel(),
            "score_change": change[:, present].ravel(),
            "to_path_code": paths[turns.path[:, present].ravel()],
        }
    )
    return {
        "sample_contributions": contributions,
        "turns": turning[turning["to_path_code"].notna()],
        "effects": _effects(samples, found, values, paths),
    }


def _effects(samples: Samples, found: Recognised, values: Floats, paths: Integers) -> pd.DataFrame:
    rows: list[dict[str, object]] = []
    for q in np.flatnonzero(samples.present):
        curve = local_effects(found.forest, values, int(q))
        ranks = np.argsort(np.argsort(curve.effects, axis=0), axis=0)
        for k in range(found.forest.n_paths):
            # Spearman's: does the effect rise along the dimension, fall, or neither?
            rises = _correlation(ranks[:, k], bool(np.ptp(curve.effects[:, k]) > 0))
            rows += [
                {
                    "path_code": paths[k],
                    "dimension_code": found.model.dimension_codes[q],
                    "position": position,
                    "fused_score": float(edge),
                    "effect": float(curve.effects[position, k]),
                    "n_samples": int(curve.counts[position]),
                    "rank_correlation": rises,
                }
                for position, edge in enumerate(curve.edges)
            ]
    return pd.DataFrame(rows)


def _correlation(ranks: Integers, is_moving: bool) -> float:
    return float(np.corrcoef(np.arange(len(ranks)), ranks)[0, 1]) if is_moving else float("nan")


def contribution_table(samples: Samples, found: Recognised, seed: int) -> pd.DataFrame:
    """Return P_j (Eq 3) from impurity and from held-out permutation, for all and for groups."""
    rows = np.flatnonzero(found.is_scored)
    values, present = samples.read[rows], samples.present
    held_out = (found.roles[rows] == "test") & (found.labels[rows] != UNKNOWN)
    drops = permutation_drops(
        found.forest, values[held_out], found.labels[rows][held_out], REPEATS, seed
    )
    parts = []
    for scope, keys in (
        ("all", np.array(["all"] * len(rows), dtype=object)),
        ("province", samples.provinces[rows]),
        ("year", samples.years[rows].astype(str).astype(object)),
    ):
        names, group = np.unique(keys, return_inverse=True)
        impurity = group_importances(found.forest, values, group, len(names))
        if scope == "all":
            impurity = impurity_importances(found.forest)[None]
        tested = group[held_out]
        counts = np.bincount(tested, minlength=len(names))
        permuted = np.zeros((len(names), values.shape[1]))
        np.add.at(permuted, tested, drops)
        permuted = np.divide(
            permuted, counts[:, None], out=np.full(permuted.shape, np.nan),
            where=counts[:, None] > 0,
        )  # fmt: skip
        for method, importances, n in (
            ("impurity", impurity, np.bincount(group)),
            ("permutation", permuted, counts),
        ):
            part = shares(importances[:, present])
            parts.append(
                pd.DataFrame(
                    {
                        "scope_code": scope,
                        "scope_value": np.repeat(names, part.shape[1]),
                        "method_code": method,
                        "dimension_code": np.tile(
                            np.array(found.model.dimension_codes)[present], len(names)
                        ),
                        "importance": importances[:, present].ravel(),
                        "contribution_share": part.ravel(),
                        "n_samples": np.repeat(n, part.shape[1]),
                    }
                )
            )
    return pd.concat(parts)


def evaluation_tables(samples: Samples, found: Recognised, settings: PathSettings) -> Tables:
    """Return accuracy, confusion and calibration of every scheme that the samples allow."""
    known = (found.labels != UNKNOWN) & found.is_scored
    panel = Panel(
        samples.read[known], found.labels[known], samples.units[known], samples.years[known],
        len(found.model.path_codes),
    )  # fmt: skip
    is_training = found.roles[known] == "training"
    tested = [
        _own(found, samples, "paper_split", "test"),
        _own(found, samples, "new_samples", "new"),
        _out_of_bag(found, samples),
        grouped_by_unit(panel, settings.forest),
        forward_in_time(panel, settings.forest),
        majority_baseline(panel, is_training),
        persistence_baseline(panel, settings.forest),
    ]
    return _judged([part for part in tested if part is not None], found, settings.forest.seed)


def _own(found: Recognised, samples: Samples, scheme: str, role: str) -> Tested | None:
    """Test the forest itself on samples of one role."""
    chosen = (found.roles == role) & (found.labels != UNKNOWN)
    if not chosen.any():
        return None
    return Tested(
        scheme, found.labels[chosen], found.votes[chosen] / found.forest.n_trees,
        samples.units[chosen], int((found.model.samples["sample_role"] == "training").sum()),
        AT_RANDOM() if role == "test" else UNKNOWN_TO_MODEL(),
    )  # fmt: skip


def _out_of_bag(found: Recognised, samples: Samples) -> Tested | None:
    """Test on training samples by the trees that did not draw them (Eq 16)."""
    totals = found.oob_votes.sum(axis=1)
    chosen = totals > 0
    if not chosen.any():
        return None
    return Tested(
        "out_of_bag", found.labels[chosen], found.oob_votes[chosen] / totals[chosen, None],
        samples.units[chosen], int((found.roles == "training").sum()),
        BY_OTHER_TREES(),
    )  # fmt: skip


def _judged(tested: Iterable[Tested], found: Recognised, seed: int) -> Tables:
    codes = found.model.path_codes
    scores, confused, reliable = [], [], []
    for part in tested:
        scores.append(part.scores(seed))
        counts = confusion(part.labels, part.vote_shares.argmax(axis=1), len(codes))
        confused += [
            {
                "scheme_code": part.scheme,
                "label_path_code": codes[i],
                "path_code": codes[j],
                "n_samples": int(counts[i, j]),
            }
            for i, j in np.ndindex(counts.shape)
        ]
        reliable += [
            {
                "scheme_code": part.scheme,
                "confidence_from": bin_["lower"],
                "confidence_to": bin_["upper"],
                "n_samples": bin_["n_samples"],
                "mean_confidence": bin_["mean_confidence"],
                "accuracy": bin_["accuracy"],
            }
            for bin_ in reliability(part.labels, part.vote_shares)
        ]
    return {
        "evaluation": pd.DataFrame(scores),
        "confusion": pd.DataFrame(confused),
        "calibration": pd.DataFrame(reliable),
    }


def drift_table(found: dict[str, Drift], n_training: int, n_new: int, limit: float) -> pd.DataFrame:
    """Return one row per dimension that new samples were compared in."""
    return pd.DataFrame(
        [
            {
                "dimension_code": code,
                "psi": shift.psi,
                "ks_statistic": shift.ks,
                "ks_p_value": shift.ks_p_value,
                "outside_share": shift.outside_share,
                "n_training": n_training,
                "n_new": n_new,
                "is_drifted": shift.is_drifted(limit),
            }
            for code, shift in found.items()
        ]
    )


def _path_scores(found: Recognised) -> Floats:
    scores = np.full(len(found.labels), np.nan)
    scored = found.is_scored
    scores[scored] = path_scores(found.votes[scored], found.model.strengths)
    return scores


def _missing(samples: Samples, found: Recognised) -> list[str | None]:
    codes, present = found.model.dimension_codes, samples.present
    gaps = np.isnan(samples.fused) & present
    return [", ".join(np.array(codes)[gap]) or None if gap.any() else None for gap in gaps]


def _whole(numbers: Integers, is_known: npt.NDArray[np.bool_]) -> pd.Series:
    return pd.Series(numbers).astype("Int64").where(is_known)
