"""Results about people for the models of dbt: segments, value, preference."""

from collections.abc import Iterator

import pandas as pd
import pyarrow as pa

from wenmai.consumers.next_category import evaluate_next_category
from wenmai.consumers.purchase_model import fit_purchase_model
from wenmai.consumers.segments import find_segments
from wenmai.errors import WenmaiError

FEATURES = ("recency_weeks", "events", "mean_spent_cny", "diversity")
HORIZON_WEEKS = 26
_SEGMENTS = pa.schema(
    [
        *((name, pa.string()) for name in ("study_code", "row_kind", "person_code")),
        ("segment_code", pa.string()),
        ("k", pa.int32()),
        *((name, pa.float64()) for name in ("stability", "silhouette", "gap", "gap_error")),
        ("is_chosen", pa.bool_()),
        ("reason", pa.string()),
    ]
)
_VALUES = pa.schema(
    [
        *((name, pa.string()) for name in ("study_code", "person_code")),
        *((name, pa.float64()) for name in ("p_alive", "expected_purchases")),
        *((name, pa.float64()) for name in ("r", "alpha_weeks", "a", "b", "log_likelihood")),
        ("horizon_weeks", pa.int32()),
    ]
)
_PREFERENCES = pa.schema(
    [
        *((name, pa.string()) for name in ("study_code", "method_code")),
        ("k", pa.int32()),
        *((name, pa.float64()) for name in ("hit_rate", "lower", "upper")),
        ("persons", pa.int64()),
    ]
)


def segment_rows(persons: pd.DataFrame, seed: int = 1) -> pa.Table:
    """Put the people of every study into segments.

    Parameters
    ----------
    persons : DataFrame
        ``study_code``, ``person_code`` and FEATURES.
    seed : int

    Returns
    -------
    pyarrow.Table
        Of ``row_kind`` person: who is in which segment; of kind number: what speaks for each
        number of segments. A study whose people are too few is one segment, with the reason.
    """

    def rows() -> Iterator[dict[str, object]]:
        for study, group in persons.groupby("study_code", sort=True):
            people = group.sort_values("person_code")
            try:
                found = find_segments(people[list(FEATURES)].to_numpy(float), order_by=2, seed=seed)
            except WenmaiError as error:
                yield {"study_code": study, "row_kind": "number", "k": 1, "is_chosen": True,
                       "reason": error.message}  # fmt: skip
                labels = [1] * len(people)
            else:
                labels = found.labels.tolist()
                for number in found.numbers:
                    yield {"study_code": study, "row_kind": "number", **vars(number)}
            for person, label in zip(people["person_code"], labels, strict=True):
                yield {"study_code": study, "row_kind": "person", "person_code": person,
                       "segment_code": f"segment_{label}"}  # fmt: skip

    return pa.Table.from_pylist(list(rows()), schema=_SEGMENTS)


def value_rows(persons: pd.DataFrame) -> pa.Table:
    """Fit BG/NBD to every study and say what each buyer is worth.

    Parameters
    ----------
    persons : DataFrame
        ``study_code``, ``person_code``, ``repeat_purchases``, ``purchase_recency_weeks`` and
        ``purchase_age_weeks``.

    Returns
    -------
    pyarrow.Table
        One row per buyer; none of a study in which too few people bought twice.
    """
    parts = []
    buyers = persons.dropna(subset=["repeat_purchases"])
    for study, group in buyers.groupby("study_code", sort=True):
        people = group.sort_values("person_code")
        history = [
            people[name].to_numpy(float)
            for name in ("repeat_purchases", "purchase_recency_weeks", "purchase_age_weeks")
        ]
        try:
            model = fit_purchase_model(*history)
        except WenmaiError:
            continue
        columns = {
            "study_code": [study] * len(people),
            "person_code": people["person_code"],
            "p_alive": model.p_alive(*history),
            "expected_purchases": model.expected_purchases(HORIZON_WEEKS, *history),
            "r": [model.r] * len(people),
            "alpha_weeks": [model.alpha] * len(people),
            "a": [model.a] * len(people),
            "b": [model.b] * len(people),
            "log_likelihood": [model.log_likelihood] * len(people),
            "horizon_weeks": [HORIZON_WEEKS] * len(people),
        }
        parts.append(pa.table(columns, schema=_VALUES))
    return pa.concat_tables(parts) if parts else _VALUES.empty_table()


def preference_rows(before: pd.DataFrame, after: pd.DataFrame, seed: int = 1) -> pa.Table:
    """Evaluate next categories of every study.

    Parameters
    ----------
    before, after : DataFrame
        As of :func:`wenmai.consumers.next_category.evaluate_next_category`, with ``study_code``.
    seed : int

    Returns
    -------
    pyarrow.Table
    """
    parts = []
    for study, known in before.groupby("study_code", sort=True):
        later = after[after["study_code"] == study]
        try:
            found = evaluate_next_category(known, later, seed=seed)
        except WenmaiError:
            continue
        found = found.rename(columns={"method": "method_code"}).assign(study_code=study)
        parts.append(pa.Table.from_pandas(found, schema=_PREFERENCES, preserve_index=False))
    return pa.concat_tables(parts) if parts else _PREFERENCES.empty_table()
