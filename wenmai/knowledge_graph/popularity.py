"""Attribute relation: how popular an entity is in a year, by the works it had before."""

from typing import Literal

import numpy as np
import pandas as pd

Share = Literal["position", "equal"]


def work_success(works: pd.DataFrame, shrinkage: float = 100.0) -> pd.DataFrame:
    """Return how successful each work was among the works of its year, between 0 and 1.

    A work with takings has the mid-rank share (rank − ½)/n of its takings; a work without has that
    of its shrunken rating m + (rating − m)·v/(v + shrinkage), m being the mean rating of all works
    and v the number of votes (1 when it is not given).

    Parameters
    ----------
    works : DataFrame
        ``work_code``, ``year``, ``takings``, ``rating``, ``n_votes``.
    shrinkage : float
        Votes at which a rating counts half.

    Returns
    -------
    DataFrame
        ``work_code``, ``year``, ``success`` and ``success_source`` (takings or rating); works
        without a year, or with neither, are left out.

    Examples
    --------
    >>> rows = [("a", 2020, 9.0, None, None), ("b", 2020, 1.0, None, None)]
    >>> names = ["work_code", "year", "takings", "rating", "n_votes"]
    >>> work_success(pd.DataFrame(rows, columns=names))["success"].tolist()
    [0.75, 0.25]
    """
    takings = pd.to_numeric(works["takings"], errors="coerce")
    rating = pd.to_numeric(works["rating"], errors="coerce")
    votes = pd.to_numeric(works["n_votes"], errors="coerce").fillna(1.0).clip(lower=0)
    mean = rating.mean()
    shrunken = mean + (rating - mean) * votes / (votes + shrinkage)
    year = pd.to_numeric(works["year"], errors="coerce")
    frame = pd.DataFrame({"work_code": works["work_code"], "year": year})
    parts = []
    for source, values in (("takings", takings), ("rating", shrunken.where(takings.isna()))):
        part = frame.assign(value=values, success_source=source)
        part = part[part["value"].notna() & part["year"].notna()]
        by_year = part.groupby("year")["value"]
        part["success"] = (by_year.rank(method="average") - 0.5) / by_year.transform("size")
        parts.append(part)
    found = pd.concat(parts).sort_values("work_code", kind="stable")
    found["year"] = found["year"].astype("int64")
    return found[["work_code", "year", "success", "success_source"]].reset_index(drop=True)


def credit_shares(roles: pd.DataFrame, share: Share = "position") -> pd.DataFrame:
    """Return which part of each work every entity has; the parts of a work sum to 1.

    Parameters
    ----------
    roles : DataFrame
        ``work_code``, ``entity_code``, ``position`` (1 for who is named first; missing counts as
        the last place of its work). Several roles of one entity in a work add up.
    share : {'position', 'equal'}
        Parts by 1/position, or the same for every role.

    Examples
    --------
    >>> rows = [("w", "a", 1), ("w", "b", 2)]
    >>> frame = pd.DataFrame(rows, columns=["work_code", "entity_code", "position"])
    >>> credit_shares(frame)["credit_share"].round(6).tolist()
    [0.666667, 0.333333]
    """
    position = pd.to_numeric(roles["position"], errors="coerce")
    by_work = roles["work_code"]
    last = position.groupby(by_work).transform("max").fillna(1.0)
    place = position.fillna(last).clip(lower=1.0)
    weight = 1.0 / place if share == "position" else pd.Series(1.0, index=roles.index)
    part = weight / weight.groupby(by_work).transform("sum")
    frame = roles[["work_code", "entity_code"]].assign(credit_share=part)
    by_entity = frame.groupby(["work_code", "entity_code"])["credit_share"].sum()
    return by_entity.reset_index()


def entity_popularity(
    roles: pd.DataFrame,
    success: pd.DataFrame,
    years: tuple[int, int],
    half_life: float = 3.0,
    share: Share = "position",
) -> pd.DataFrame:
    """Return A(p, t) = Σ_w share·success·2^(−(t − t_w)/h) over the works before year t.

    Parameters
    ----------
    roles : DataFrame
        As :func:`credit_shares` takes it.
    success : DataFrame
        As :func:`work_success` returns it.
    years : (int, int)
        First and last year t.
    half_life : float
        h, in years, above 0.
    share : {'position', 'equal'}

    Returns
    -------
    DataFrame
        ``entity_code``, ``year``, ``popularity``, ``n_works`` (before that year, with a known
        success) and ``popularity_rank`` (1 for the highest of the year); an entity appears from
        the year after its first such work.

    Examples
    --------
    >>> roles = pd.DataFrame({"work_code": ["w"], "entity_code": ["p"], "position": [1]})
    >>> success = pd.DataFrame({"work_code": ["w"], "year": [2020], "success": [0.5]})
    >>> entity_popularity(roles, success, (2021, 2024), half_life=3)["popularity"].round(6).tolist()
    [0.39685, 0.31498, 0.25, 0.198425]
    """
    columns = ["entity_code", "year", "popularity", "n_works", "popularity_rank"]
    known = credit_shares(roles, share).merge(
        success[["work_code", "year", "success"]], on="work_code"
    )
    if known.empty:
        return pd.DataFrame({name: [] for name in columns})
    codes, entities = pd.factorize(known["entity_code"], sort=True)
    first = int(min(known["year"].min(), years[0]))
    span = years[1] - first + 1
    places = (known["year"] - first).to_numpy()
    inside = places < span
    cells = codes[inside] * span + places[inside]
    value = (known["credit_share"] * known["success"]).to_numpy()[inside]
    shape = (len(entities), span)
    gained = np.bincount(cells, value, len(entities) * span).reshape(shape)
    works = np.bincount(cells, minlength=len(entities) * span).reshape(shape)
    decay = 2.0 ** (-1.0 / half_life)
    popularity = np.zeros(shape)
    for year in range(1, span):
        popularity[:, year] = decay * (popularity[:, year - 1] + gained[:, year - 1])
    before = np.cumsum(works, axis=1) - works
    keep = before > 0
    keep[:, : years[0] - first] = False
    rows, which = np.nonzero(keep)
    frame = pd.DataFrame(
        {
            "entity_code": np.asarray(entities, dtype=object)[rows],
            "year": (which + first).astype(np.int64),
            "popularity": popularity[keep],
            "n_works": before[keep].astype(np.int64),
        }
    )
    ranks = frame.groupby("year")["popularity"].rank(method="min", ascending=False)
    return frame.assign(popularity_rank=ranks.astype("int64"))[columns]
