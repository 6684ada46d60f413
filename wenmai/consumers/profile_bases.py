"""Up to when profiles are summed once and kept, so that a refresh adds up what came after."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator

import pandas as pd
import pyarrow as pa

# From this share of all events on, what came after the base is put into it.
MOST_NEWS = 0.1
# The anchor moves once in so many half-lives: sums stay below 10^22 (see the macro exact_sum).
_ANCHOR_HALF_LIVES = 16
_EPOCH = dt.date(1970, 1, 1)
_SCHEMA = pa.schema(
    [
        ("study_code", pa.string()),
        ("base_ends_at", pa.timestamp("us")),
        ("anchor_days", pa.float64()),
        ("half_life_days", pa.float64()),
        ("base_hash", pa.string()),
    ]
)


def profile_bases(days: pd.DataFrame, known: pd.DataFrame | None = None) -> pa.Table:
    """Keep the base of every study whose past is what it was; else begin another.

    A base holds the days before ``base_ends_at``. It stands while the prints of its days, the
    half-life and the anchor are the same and no more than a tenth of all events came after it.
    Another one ends before the last day, which may not be whole yet.

    Parameters
    ----------
    days : DataFrame
        ``study_code``, ``day``, ``events``, ``print`` and ``half_life_days``.
    known : DataFrame, optional
        What this function said last time.

    Returns
    -------
    pyarrow.Table
        ``study_code``, ``base_ends_at``, ``anchor_days``, ``half_life_days``, ``base_hash``.

    Examples
    --------
    >>> days = pd.DataFrame({"study_code": "s", "day": pd.to_datetime(["2024-01-01", "2024-01-02"]),
    ...                      "events": 5, "print": "7", "half_life_days": 90.0})
    >>> profile_bases(days)["base_ends_at"][0].as_py().isoformat()
    '2024-01-02T00:00:00'
    """
    stood = {} if known is None else {row["study_code"]: row for row in known.to_dict("records")}

    def rows() -> Iterator[dict[str, object]]:
        for study, own in days.groupby("study_code", sort=True):
            before = stood.get(study)
            if before is not None:
                base = _base(own, before["base_ends_at"])
                news = own.loc[own["day"] >= before["base_ends_at"], "events"].sum()
                if base["base_hash"] == before["base_hash"] and (
                    news <= MOST_NEWS * own["events"].sum()
                ):
                    yield {"study_code": study, **base}
                    continue
            yield {"study_code": study, **_base(own, own["day"].max())}

    return pa.Table.from_pylist(list(rows()), schema=_SCHEMA)


def _base(days: pd.DataFrame, ends_at: pd.Timestamp) -> dict[str, object]:
    half_life = float(days["half_life_days"].iloc[0])
    last = (days["day"].max().date() - _EPOCH).days
    anchor = last // (_ANCHOR_HALF_LIVES * half_life) * (_ANCHOR_HALF_LIVES * half_life)
    past = days.loc[days["day"] < ends_at, ["day", "events", "print"]]
    said = [anchor, half_life, sorted(past.astype(str).to_numpy().tolist())]
    return {
        "base_ends_at": ends_at,
        "anchor_days": anchor,
        "half_life_days": half_life,
        "base_hash": hashlib.sha256(json.dumps(said).encode()).hexdigest(),
    }
