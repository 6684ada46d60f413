"""Results about items and algorithms for the models of dbt: audit, quality, sentiment, copies."""

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from wenmai.consumers.audit import audit_exposures, parity
from wenmai.consumers.quality import control_chart, perceived_rating, response_effect
from wenmai.consumers.sentiment import find_sentiment, labels_of_stars
from wenmai.errors import WenmaiError
from wenmai.text.near_duplicates import DuplicateSettings, find_duplicates, shingles, signature

_AUDIT = pa.schema(
    [
        *((name, pa.string()) for name in ("study_code", "algorithm_code", "metric_code")),
        ("period_start", pa.date32()),
        *((name, pa.float64()) for name in ("value", "value_corrected", "lower", "upper")),
        ("value_by_chance", pa.float64()),
        ("impressions", pa.int64()),
    ]
)
_PARITY_NUMBERS = (
    *("exposure_parity", "lower", "upper"),
    *("outcome_parity", "outcome_lower", "outcome_upper"),
)
_PARITY = pa.schema(
    [
        *((name, pa.string()) for name in ("study_code", "algorithm_code", "group_kind")),
        ("creator_group", pa.string()),
        ("items", pa.int64()),
        ("exposures", pa.int64()),
        *((name, pa.float64()) for name in _PARITY_NUMBERS),
    ]
)
_SENTIMENT = pa.schema(
    [
        *((name, pa.string()) for name in ("row_kind", "study_code", "mapping_code")),
        ("source_file", pa.string()),
        ("row_number", pa.int64()),
        ("sentiment", pa.float64()),
        ("method_code", pa.string()),
        ("reason_code", pa.string()),
        *((name, pa.float64()) for name in ("macro_f1", "accuracy")),
        *((name, pa.int64()) for name in ("n_labels", "n_positive")),
        ("is_chosen", pa.bool_()),
    ]
)
_QUALITY = pa.schema(
    [
        *((name, pa.string()) for name in ("row_kind", "study_code", "item_code")),
        ("period_start", pa.date32()),
        *((name, pa.float64()) for name in ("perceived_rating", "centre", "sigma")),
        ("autocorrelation", pa.float64()),
        ("rule_code", pa.string()),
    ]
)
_RESPONSES = pa.schema(
    [
        *((name, pa.string()) for name in ("study_code", "mapping_code", "source_file")),
        ("row_number", pa.int64()),
        *((name, pa.float64()) for name in ("before", "after", "others_before", "others_after")),
        *((name, pa.float64()) for name in ("effect", "lower", "upper")),
        *((name, pa.int64()) for name in ("n_before", "n_after")),
        ("status", pa.string()),
    ]
)
_DUPLICATES = pa.schema(
    [
        *((name, pa.string()) for name in ("study_code", "item_code", "duplicate_of")),
        ("similarity", pa.float64()),
    ]
)


def audit_rows(exposures: pd.DataFrame, catalogue: pd.DataFrame, seed: int = 1) -> pa.Table:
    """Audit every algorithm in every period.

    Parameters
    ----------
    exposures : DataFrame
        ``study_code``, ``algorithm_code``, ``period_start``, ``item``, ``session``.
    catalogue : DataFrame
        ``study_code``, ``item``, ``category``, ``events``.
    seed : int

    Returns
    -------
    pyarrow.Table
        The share of items that repeat another's text is among the catalogue's own numbers
        (:func:`duplicate_rows`), not here.
    """
    rows: list[dict[str, Any]] = []
    key = ["study_code", "algorithm_code", "period_start"]
    for (study, algorithm, period), group in exposures.groupby(key, sort=True):
        known = catalogue[catalogue["study_code"] == study].sort_values("item")
        shown = group.sort_values(["session", "item"]).reset_index(drop=True)
        for value in audit_exposures(shown, known, seed=seed):
            said = {k: v for k, v in vars(value).items() if k != "metric"}
            rows.append(
                {
                    "study_code": study,
                    "algorithm_code": algorithm,
                    "period_start": pd.Timestamp(str(period)).date(),
                    "metric_code": value.metric,
                    "impressions": len(shown),
                    **said,
                }
            )
    return pa.Table.from_pylist(rows, schema=_AUDIT)


def parity_rows(exposures: pd.DataFrame, catalogue: pd.DataFrame, seed: int = 1) -> pa.Table:
    """Compare groups of creators, by region and by size, under every algorithm.

    Parameters
    ----------
    exposures : DataFrame
        ``study_code``, ``algorithm_code``, ``item``, ``session``, ``outcome``.
    catalogue : DataFrame
        ``study_code``, ``item``, ``creator_region``, ``creator_size``.
    seed : int

    Returns
    -------
    pyarrow.Table
    """
    parts = []
    for (study, algorithm), group in exposures.groupby(["study_code", "algorithm_code"], sort=True):
        known = catalogue[catalogue["study_code"] == study]
        shown = group.sort_values(["session", "item"]).reset_index(drop=True)
        for kind in ("creator_region", "creator_size"):
            named = known.dropna(subset=[kind])
            groups = dict(zip(named["item"], named[kind], strict=True))
            own = shown[shown["item"].isin(groups)].reset_index(drop=True)
            if own.empty or len(set(groups.values())) < 2:
                continue
            found = parity(own, groups, seed=seed).assign(
                study_code=str(study), algorithm_code=str(algorithm), group_kind=kind
            )
            parts.append(pa.Table.from_pandas(found, schema=_PARITY, preserve_index=False))
    return pa.concat_tables(parts) if parts else _PARITY.empty_table()


def sentiment_rows(reviews: pd.DataFrame, seed: int = 1) -> pa.Table:
    """Score every review, and say how good the scores are.

    Parameters
    ----------
    reviews : DataFrame
        ``study_code``, ``mapping_code``, ``source_file``, ``row_number``, ``review_text``,
        ``rating``, ``rating_low``, ``rating_high``.
    seed : int

    Returns
    -------
    pyarrow.Table
        Rows of kind review and evaluation.
    """
    rows: list[dict[str, Any]] = []
    for study, group in reviews.groupby("study_code", sort=True):
        ordered = group.sort_values(["mapping_code", "source_file", "row_number"])
        span = ordered["rating_high"] - ordered["rating_low"]
        labels = labels_of_stars((ordered["rating"] - ordered["rating_low"]) / span, 0, 1)
        found = find_sentiment(ordered["review_text"].tolist(), labels, seed=seed)
        said = {"study_code": study, "reason_code": found.reason or None}
        for line, score in zip(ordered.to_dict("records"), found.scores, strict=True):
            place = {name: line[name] for name in ("mapping_code", "source_file")}
            rows.append(
                {
                    "row_kind": "review",
                    **said,
                    **place,
                    "row_number": line["row_number"],
                    "sentiment": float(score),
                    "method_code": found.method,
                }
            )
        for evaluation in found.evaluations:
            numbers = {k: v for k, v in vars(evaluation).items() if k != "method"}
            rows.append(
                {"row_kind": "evaluation", **said, "method_code": evaluation.method, **numbers}
            )
    return pa.Table.from_pylist(rows, schema=_SENTIMENT)


def quality_rows(ratings: pd.DataFrame, prior: float = 10.0) -> pa.Table:
    """Compute perceived quality per item and period, with control charts.

    Parameters
    ----------
    ratings : DataFrame
        ``study_code``, ``item_code``, ``period_start``, ``rating_sum``, ``n_ratings``.
    prior : float
        Ratings of weight of the study's mean.

    Returns
    -------
    pyarrow.Table
        Rows of kind value (every item and period) and alarm.
    """
    rows: list[dict[str, Any]] = []
    for study, group in ratings.groupby("study_code", sort=True):
        mean = float(group["rating_sum"].sum() / group["n_ratings"].sum())
        for item, own in group.groupby("item_code", sort=True):
            ordered = own.sort_values("period_start")
            values = perceived_rating(ordered["rating_sum"], ordered["n_ratings"], mean, prior)
            chart = control_chart(values)
            starts = pd.to_datetime(ordered["period_start"]).dt.date.tolist()
            base = {"study_code": study, "item_code": item}
            limits = {
                name: float(number) if np.isfinite(number) else None
                for name, number in (
                    ("centre", chart.centre),
                    ("sigma", chart.sigma),
                    ("autocorrelation", chart.autocorrelation),
                )
            }
            rows += [
                {**base, **limits, "row_kind": "value", "period_start": start,
                 "perceived_rating": float(value)}
                for start, value in zip(starts, values, strict=True)
            ]  # fmt: skip
            rows += [
                {**base, **limits, "row_kind": "alarm", "period_start": starts[place],
                 "perceived_rating": float(values[place]), "rule_code": rule}
                for place, rule in chart.alarms
            ]  # fmt: skip
    return pa.Table.from_pylist(rows, schema=_QUALITY)


def response_rows(changes: pd.DataFrame, ratings: pd.DataFrame, seed: int = 1) -> pa.Table:
    """Say what every change brought.

    Parameters
    ----------
    changes : DataFrame
        ``study_code``, ``mapping_code``, ``source_file``, ``row_number``, ``item_code``,
        ``changed_at``.
    ratings : DataFrame
        ``study_code``, ``item_code``, ``written_at``, ``rating``.
    seed : int

    Returns
    -------
    pyarrow.Table
        ``status`` is computed, or no_ratings_to_compare.
    """
    rows = []
    for change in changes.to_dict("records"):
        own = ratings[ratings["study_code"] == change["study_code"]]
        frame = pd.DataFrame(
            {
                "item": own["item_code"],
                "is_changed": own["item_code"] == change["item_code"],
                "is_after": own["written_at"] >= change["changed_at"],
                "rating": own["rating"],
            }
        )
        names = ("study_code", "mapping_code", "source_file", "row_number")
        base = {name: change[name] for name in names}
        try:
            found = response_effect(frame, seed=seed)
        except WenmaiError:
            rows.append({**base, "status": "no_ratings_to_compare"})
        else:
            rows.append({**base, **vars(found), "status": "computed"})
    return pa.Table.from_pylist(rows, schema=_RESPONSES)


def duplicate_rows(items: pd.DataFrame) -> pa.Table:
    """Find items whose text repeats another's: MinHash proposes, exact Jaccard decides.

    Parameters
    ----------
    items : DataFrame
        ``study_code``, ``item_code``, ``item_text``.

    Returns
    -------
    pyarrow.Table
        One row per item that repeats another.
    """
    settings = DuplicateSettings(threshold=0.8, shingle_length=3)
    rows = []
    for study, group in items.groupby("study_code", sort=True):
        ordered = group.sort_values("item_code")
        texts = dict(zip(ordered["item_code"], ordered["item_text"], strict=True))
        signatures = {
            code: signature(shingles(text, settings.shingle_length), settings)
            for code, text in texts.items()
        }
        pairs = [(code, code) for code in texts]
        for code, found in find_duplicates(pairs, signatures, texts.__getitem__, settings).items():
            rows.append({"study_code": study, "item_code": code, **found._asdict()})
    return pa.Table.from_pylist(rows, schema=_DUPLICATES)
