"""Recognise the paths of every study of the warehouse: frames in, one row per study out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from wenmai.paths.drift import Drift
from wenmai.paths.findings import NotRecognisedError
from wenmai.paths.forest import ForestSettings
from wenmai.paths.fusion import BLOCKS, weight_grid
from wenmai.paths.model import SCALE_COLUMNS, PathModel, arrays_of_rows, tree_rows
from wenmai.paths.recognise import (
    PathSettings,
    Recognised,
    Samples,
    label,
    score,
    train,
)
from wenmai.paths.results import (
    Tables,
    contribution_table,
    drift_table,
    evaluation_tables,
    explanation_tables,
    vote_tables,
)
from wenmai.paths.tables import JUDGED, RECOGNISED, by_study
from wenmai.paths.training import Decision, asked, decide, drifts
from wenmai.sentences import told

Frames = Mapping[str, pd.DataFrame]


def paths_by_study(
    settings: pd.DataFrame,
    *,
    path_types: pd.DataFrame,
    samples: pd.DataFrame,
    features: pd.DataFrame,
    scales: pd.DataFrame,
    stored: Frames,
) -> pa.Table:
    """Recognise the paths of every study, each by its own settings.

    Parameters
    ----------
    settings : DataFrame
        One row per study: ``label_strategy``, ``structured_weight``, ``text_weight``,
        ``network_weight``, ``trees``, ``max_depth``, ``min_samples_leaf``, ``training_share``,
        ``seed``, ``retrain``, ``drift_threshold``, ``grid_step``, ``grid_trees``.
    path_types : DataFrame
        One row per study and path: ``path_code``, ``dimension_code``, ``position``, ``strength``
        (stated, or null).
    samples : DataFrame
        One row per study, unit and year: ``province_code``, ``innovation_score``,
        ``expert_path_code``.
    features : DataFrame
        One row per study, ``recipe_code`` (own or stored scales), unit, year and dimension:
        ``structured_score``, ``text_score``, ``network_score``, ``fused_score``.
    scales : DataFrame
        One row per study, ``recipe_code``, block and feature: SCALE_COLUMNS.
    stored : mapping of str to DataFrame
        ``models``, ``trees``, ``samples`` and ``strengths`` of the last release, with
        ``study_code``.

    Returns
    -------
    pyarrow.Table
        One row per study, RECOGNISED of wenmai.paths.tables.
    """
    given = {"settings": settings, "path_types": path_types, "samples": samples}
    given |= {"features": features, "scales": scales}
    return by_study(*_each_study(given, stored, _recognised_tables), RECOGNISED)


def judgements_by_study(
    settings: pd.DataFrame,
    *,
    path_types: pd.DataFrame,
    samples: pd.DataFrame,
    features: pd.DataFrame,
    scales: pd.DataFrame,
    stored: Frames,
) -> pa.Table:
    """Judge the forest of every study: honest evaluation, contributions, grid of fusion weights.

    Parameters
    ----------
    settings, path_types, samples, features, scales : DataFrame
        As of :func:`paths_by_study`.
    stored : mapping of str to DataFrame
        Of the studies alone whose stored forest is kept; the others' forest is grown again, which
        is a small part of the work.

    Returns
    -------
    pyarrow.Table
        One row per study, JUDGED of wenmai.paths.tables; of a study that was refused, empty lists.
    """
    given = {"settings": settings, "path_types": path_types, "samples": samples}
    given |= {"features": features, "scales": scales}
    return by_study(*_each_study(given, stored, _judged_tables), JUDGED)


def _each_study(
    given: Frames, stored: Frames, tables_of: Callable[[Frames, Frames], Tables]
) -> tuple[list[str], list[Tables]]:
    codes = sorted(given["settings"]["study_code"])
    return codes, [
        tables_of(
            {name: frame[frame["study_code"] == code] for name, frame in given.items()},
            {name: frame[frame["study_code"] == code] for name, frame in stored.items()},
        )
        for code in codes
    ]


def _recognised_tables(given: Frames, stored: Frames) -> Tables:
    """Choose the forest of one study and write what it says."""
    try:
        forest = _forest(given, stored)
    except NotRecognisedError as refusal:
        return {"models": _refused(refusal, len(given["samples"]))}
    chosen, recognised = forest.samples, forest.recognised
    return {
        "models": _model_row(recognised, forest.choice),
        "drift": forest.drift,
        **vote_tables(chosen, recognised),
        **explanation_tables(chosen, recognised),
        **_model_tables(recognised, given["path_types"].sort_values("position")),
    }


def _judged_tables(given: Frames, stored: Frames) -> Tables:
    """Say how good the forest of one study is."""
    try:
        forest = _forest(given, stored)
    except NotRecognisedError:
        return {}
    chosen, recognised, settings = forest.samples, forest.recognised, forest.settings
    return {
        **evaluation_tables(chosen, recognised, settings),
        "contributions": contribution_table(chosen, recognised, settings.forest.seed),
        "grid": _grid(chosen, recognised, settings),
    }


@dataclass(frozen=True)
class _Forest:
    """The forest of a study, why it is this one, and how new samples differ from those it knew."""

    settings: PathSettings
    samples: Samples
    recognised: Recognised
    choice: Decision
    drift: pd.DataFrame


def _forest(given: Frames, stored: Frames) -> _Forest:
    """Choose the forest of one study: the stored one, or one grown now.

    Raises
    ------
    NotRecognisedError
    """
    settings = _settings(given["settings"].iloc[0])
    types = given["path_types"].sort_values("position")
    codes = (tuple(types["path_code"]), tuple(types["dimension_code"]))
    model, version = _stored_model(stored, _scales(given["scales"], "stored"))
    found_drift: dict[str, Drift] = {}
    missing: tuple[str, ...] = ()
    old = None
    if model is not None and (model.path_codes, model.dimension_codes) != codes:
        # another version of the project: its path types are not those of today
        model = None
    if model is not None:
        old = _samples(given, "stored", codes)
        table = pd.DataFrame({"unit_code": old.units, "year": old.years})
        table = table.assign(**{c: old.fused[:, q] for q, c in enumerate(codes[1])})
        found_drift = drifts(model, table)
        absent = [code for code, there in zip(codes[1], old.present, strict=True) if not there]
        missing = tuple(code for code in asked(model) if code in absent)
    choice = decide(
        settings.retrain, model, version,
        found=found_drift, threshold=settings.drift_threshold, missing=missing,
    )  # fmt: skip
    if choice.is_retrained or model is None or old is None:
        chosen = _samples(given, "own", codes)
        labels = label(chosen, settings.label_strategy, settings.forest.seed)
        stated = types["strength"].to_numpy(np.float64)
        scales = _scales(given["scales"], "own")
        recognised = train(chosen, labels, settings, codes=codes, scales=scales, overrides=stated)
    else:
        chosen = old
        labels = label(chosen, settings.label_strategy, settings.forest.seed)
        recognised = score(model, chosen, labels, settings)
    drift_rows = pd.DataFrame()
    if model is not None and old is not None:
        known = int((model.samples["sample_role"] == "training").sum())
        fresh = _count_new(model, old)
        drift_rows = drift_table(found_drift, known, fresh, settings.drift_threshold)
    return _Forest(settings, chosen, recognised, choice, drift_rows)


def _settings(row: Any) -> PathSettings:
    forest = ForestSettings(
        trees=int(row["trees"]),
        max_depth=int(row["max_depth"]),
        min_samples_leaf=int(row["min_samples_leaf"]),
        training_share=float(row["training_share"]),
        seed=int(row["seed"]),
    )
    return PathSettings(
        label_strategy=row["label_strategy"],
        weights=tuple(float(row[f"{name}_weight"]) for name in BLOCKS),  # type: ignore[arg-type]
        forest=forest,
        retrain=row["retrain"],
        drift_threshold=float(row["drift_threshold"]),
        grid_step=float(row["grid_step"]),
        grid_trees=int(row["grid_trees"]),
    )


def _samples(given: Frames, recipe: str, codes: tuple[tuple[str, ...], tuple[str, ...]]) -> Samples:
    units = given["samples"].sort_values(["unit_code", "year"])
    places = pd.MultiIndex.from_frame(units[["unit_code", "year"]])
    features = given["features"]
    features = features[features["recipe_code"] == recipe]

    def laid_out(column: str) -> Any:
        wide = features.pivot(index=["unit_code", "year"], columns="dimension_code", values=column)
        return wide.reindex(index=places, columns=list(codes[1])).to_numpy(np.float64)

    numbers = {code: number for number, code in enumerate(codes[0])}
    return Samples(
        units=units["unit_code"].to_numpy(object),
        provinces=units["province_code"].fillna("").to_numpy(object),
        years=units["year"].to_numpy(np.int64),
        blocks=np.stack([laid_out(f"{name}_score") for name in BLOCKS], axis=1),
        fused=laid_out("fused_score"),
        scores=units["innovation_score"].to_numpy(np.float64),
        expert=units["expert_path_code"].map(numbers).fillna(-1).to_numpy().astype(np.int64),
    )


def _scales(scales: pd.DataFrame, recipe: str) -> pd.DataFrame:
    chosen = scales.loc[scales["recipe_code"] == recipe, SCALE_COLUMNS]
    return chosen.sort_values(SCALE_COLUMNS[:3]).reset_index(drop=True)


def _stored_model(stored: Frames, scales: pd.DataFrame) -> tuple[PathModel | None, str | None]:
    """Read the model of the last release; no model when the rows do not make one."""
    models = stored["models"].dropna(subset=["model_version"])
    if models.empty:
        return None, None
    version = str(models["model_version"].iloc[0])
    known = stored["strengths"].sort_values("position")
    paths, dimensions = tuple(known["path_code"]), tuple(known["dimension_code"])
    try:
        arrays = arrays_of_rows(stored["trees"], paths, dimensions)
        wide = stored["samples"].pivot(
            index=["unit_code", "year"], columns="dimension_code", values="fused_score"
        )
    except ValueError:
        return None, version
    roles = stored["samples"].drop_duplicates(["unit_code", "year"])
    roles = roles.set_index(["unit_code", "year"])[["sample_role", "label_path_code"]]
    samples = roles.join(wide.reindex(columns=list(dimensions))).reset_index()
    strengths = known["strength"].to_numpy(np.float64)
    model = PathModel(arrays, paths, dimensions, strengths, scales, samples)
    return (model if model.version == version else None), version


def _count_new(model: PathModel, samples: Samples) -> int:
    known = set(zip(model.samples["unit_code"], model.samples["year"], strict=True))
    return sum(place not in known for place in zip(samples.units, samples.years, strict=True))


def _refused(refusal: NotRecognisedError, n_samples: int) -> pd.DataFrame:
    row: dict[str, object] = {"status": "refused", "reason_code": refusal.code}
    counts = dict.fromkeys(("n_scored", "n_labelled", "n_training", "n_test"), 0)
    empty = dict.fromkeys(("model_version", "recipe_code", "notes_said"))
    row |= {"reason_said": told([refusal.said]), "is_retrained": False, "n_samples": n_samples}
    return pd.DataFrame([row | counts | empty])


def _model_row(found: Recognised, choice: Decision) -> pd.DataFrame:
    trained = found.model.samples["sample_role"]
    return pd.DataFrame(
        [
            {
                "status": "recognised",
                "model_version": found.model.version,
                "recipe_code": "own" if choice.is_retrained else "stored",
                "is_retrained": choice.is_retrained,
                "reason_code": choice.reason_code,
                "reason_said": told([choice.said]),
                "notes_said": told(found.notes),
                "n_samples": len(found.labels),
                "n_scored": int(found.is_scored.sum()),
                "n_labelled": int((found.labels >= 0).sum()),
                "n_training": int((trained == "training").sum()),
                "n_test": int((trained == "test").sum()),
            }
        ]
    )


def _model_tables(found: Recognised, types: pd.DataFrame) -> Tables:
    model, labels = found.model, found.labels
    long = model.samples.melt(
        ["unit_code", "year", "sample_role", "label_path_code"],
        list(model.dimension_codes), "dimension_code", "fused_score",
    )  # fmt: skip
    strengths = {
        "path_code": model.path_codes,
        "strength": model.strengths,
        "n_labelled": [int((labels == path).sum()) for path in range(len(model.path_codes))],
        "is_stated": types["strength"].notna().to_numpy(),
    }
    return {
        "trees": tree_rows(model),
        "model_samples": long,
        "model_scales": model.scales,
        "strengths": pd.DataFrame(strengths),
    }


def _grid(samples: Samples, found: Recognised, settings: PathSettings) -> pd.DataFrame:
    is_training = found.roles == "training"
    if not settings.grid_step or not is_training.any():
        return pd.DataFrame()
    forest = ForestSettings(**(vars(settings.forest) | {"trees": settings.grid_trees}))
    return pd.DataFrame(
        weight_grid(
            samples.blocks[is_training], found.labels[is_training], settings.weights,
            settings.grid_step, forest,
        )
    )  # fmt: skip
