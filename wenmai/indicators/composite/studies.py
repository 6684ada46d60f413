"""From the warehouse's cells to designed indices, and from them back to a table."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from wenmai.indicators.composite.compute import Cells, Computed, compute
from wenmai.indicators.composite.design import Design
from wenmai.indicators.composite.ranges import ranges
from wenmai.kit.nested import columns, nest

_WHERE = "study_code:str unit_code:str year:int32"
_GROUP = "level_number:int32 level_code:str group_code:str"
LISTS = {
    "scores": columns(f"{_WHERE} {_GROUP} score:float observed_weight_share:float"),
    "weights": columns(
        f"study_code:str weight_scope:str {_GROUP} member_code:str weighting_code:str weight:float"
        " whole_weight:float"
    ),
    "members": columns(
        f"{_WHERE} {_GROUP} member_code:str member_value:float weight:float contribution:float"
    ),
    "ranges": columns("study_code:str code:str lowest:float highest:float"),
    "cells": columns(
        f"{_WHERE} indicator_code:str value_before:float treated_value:float"
        " normalized_value:float is_filled:bool is_treated:bool weight:float contribution:float"
    ),
}
# Beyond these digits a number may hang on the machine.
DIGITS = 12
Columns = dict[str, Any]


def composite_by_study(cells: pd.DataFrame, settings: pd.DataFrame) -> pa.Table:
    """Compute every designed index.

    Parameters
    ----------
    cells : DataFrame
        One row per study, unit, year and indicator: ``observed_value``, ``imputed_value``,
        ``direction`` and ``area_code`` (where the unit lies).
    settings : DataFrame
        One row per study: ``design`` (JSON), ``winsor_lower``, ``winsor_upper`` and
        ``min_observed_share``.

    Returns
    -------
    pyarrow.Table
        One row per study: its key and LISTS, each a list of structs.
    """
    parts: dict[str, list[pd.DataFrame]] = {name: [] for name in LISTS}
    for setting in settings.sort_values("study_code").to_dict("records"):
        code = str(setting["study_code"])
        design = Design.from_json(setting["design"])
        panel, keys = cells_of(cells[cells["study_code"] == code], setting)
        for name, table in _lists(design, keys, panel).items():
            parts[name].append(pd.DataFrame({"study_code": code, **table}))
    found = {name: pd.concat(tables) for name, tables in parts.items() if tables}
    return nest(settings[["study_code"]].sort_values("study_code"), LISTS, found)


def cells_of(cells: pd.DataFrame, setting: Mapping[Any, Any]) -> tuple[Cells, Columns]:
    """Lay the cells of one study out by unit-years, sorted by unit and year.

    Examples
    --------
    >>> cells = pd.DataFrame({
    ...     "unit_code": ["b", "a"], "year": [2020, 2020], "indicator_code": "gdp",
    ...     "direction": "positive", "area_code": "x", "observed_value": [1.0, 2.0],
    ...     "imputed_value": [1.0, 2.0]})
    >>> setting = {"winsor_lower": 0, "winsor_upper": 1, "min_observed_share": 0.6}
    >>> cells_of(cells, setting)[0].observed["gdp"].tolist()
    [2.0, 1.0]
    """
    grid = cells[["unit_code", "year", "area_code"]].drop_duplicates(["unit_code", "year"])
    grid = grid.sort_values(["unit_code", "year"]).reset_index(drop=True)
    places = pd.MultiIndex.from_frame(grid[["unit_code", "year"]])
    observed: dict[str, npt.NDArray[np.float64]] = {}
    imputed: dict[str, npt.NDArray[np.float64]] = {}
    is_negative: dict[str, bool] = {}
    for code, rows in cells.groupby("indicator_code", sort=True):
        at = places.get_indexer(pd.MultiIndex.from_frame(rows[["unit_code", "year"]]))
        for table, column in ((observed, "observed_value"), (imputed, "imputed_value")):
            values = np.full(len(grid), np.nan)
            values[at] = rows[column].to_numpy(dtype=float, na_value=np.nan)
            table[str(code)] = values
        is_negative[str(code)] = bool((rows["direction"] == "negative").iloc[0])
    units = grid["unit_code"].to_numpy(dtype=object)
    years = grid["year"].to_numpy(dtype=np.int64)
    panel = Cells(
        observed,
        imputed,
        is_negative,
        units.astype(str),
        grid["area_code"].fillna("").to_numpy(dtype=object).astype(str),
        years,
        winsor=(float(setting["winsor_lower"]), float(setting["winsor_upper"])),
        min_observed_share=float(setting["min_observed_share"]),
    )
    return panel, {"unit_code": units, "year": years}


def _lists(design: Design, keys: Columns, panel: Cells) -> dict[str, Columns]:
    """Compute one index and return the columns of every list."""
    found = compute(design, panel)
    n = len(panel.periods)
    numbers = {level: place for place, level in enumerate(_levels(found), start=1)}
    parts: dict[str, list[Columns]] = {name: [] for name in LISTS}
    for one in found.scored.values():
        group = {
            "level_number": np.full(n, numbers[one.level.code]),
            "level_code": np.full(n, one.level.code, dtype=object),
            "group_code": np.full(n, one.group.code, dtype=object),
        }
        share = np.round(one.observed_share, DIGITS)
        parts["scores"].append(
            {**keys, **group, "score": one.score, "observed_weight_share": share}
        )
        for place, member in enumerate(one.group.members):
            part = np.full(n, np.nan) if one.parts is None else one.parts[:, place]
            parts["members"].append(
                {
                    **keys,
                    **group,
                    "member_code": np.full(n, member, dtype=object),
                    "member_value": _rounded(one.values[:, place]),
                    "weight": _rounded(one.row_weights[:, place]),
                    "contribution": np.where(np.isnan(one.score), np.nan, _rounded(part)),
                }
            )
    parts["weights"] += list(_weights(found, numbers))
    parts["ranges"].append(_ranges(design))
    contributions, spread = found.contributions(), _row_weights(found, n)
    for code, normalized in found.normalized.items():
        before, treated = found.before[code], found.treated[code]
        parts["cells"].append(
            {
                **keys,
                "indicator_code": np.full(n, code, dtype=object),
                "value_before": _rounded(before),
                "treated_value": _rounded(treated),
                "normalized_value": _rounded(normalized),
                "is_filled": ~np.isnan(before) & np.isnan(panel.observed[code]),
                "is_treated": ~np.isnan(treated) & (treated != before),
                "weight": np.where(np.isnan(found.index.score), np.nan, _rounded(spread[code])),
                "contribution": np.where(
                    np.isnan(normalized), np.nan, _rounded(contributions[code])
                ),
            }
        )
    return {
        name: {
            field: np.concatenate([part[field] for part in found_parts]) for field in found_parts[0]
        }
        for name, found_parts in parts.items()
    }


def _ranges(design: Design) -> Columns:
    ends = ranges(design)
    low, high = np.array(list(ends.values())).T
    code = np.array(list(ends), dtype=object)
    nowhere = np.nan  # no end is no number
    return {
        "code": code,
        "lowest": np.where(np.isfinite(low), low, nowhere),
        "highest": np.where(np.isfinite(high), high, nowhere),
    }


def _levels(found: Computed) -> list[str]:
    return list(dict.fromkeys(one.level.code for one in found.scored.values()))


def _weights(found: Computed, numbers: Mapping[str, int]) -> Iterator[Columns]:
    """Yield the weights of every group, and what its members weigh in the whole index."""
    periods = sorted({period for one in found.scored.values() for period in one.weights})
    whole = {period: found.whole_weights(period) for period in periods}
    for one in found.scored.values():
        k = len(one.group.members)
        for period, weights in one.weights.items():
            yield {
                "weight_scope": np.full(k, str(period or "pooled"), dtype=object),
                "level_number": np.full(k, numbers[one.level.code]),
                "level_code": np.full(k, one.level.code, dtype=object),
                "group_code": np.full(k, one.group.code, dtype=object),
                "member_code": np.array(one.group.members, dtype=object),
                "weighting_code": np.full(k, one.level.weighting.method, dtype=object),
                "weight": _rounded(weights),
                "whole_weight": _rounded(
                    np.array([whole[period].get(code, np.nan) for code in one.group.members])
                ),
            }


def _row_weights(found: Computed, n: int) -> dict[str, npt.NDArray[np.float64]]:
    """Return what every indicator weighs in the index, row by row."""
    weights = {found.index.group.code: np.ones(n)}
    for one in reversed(found.scored.values()):
        above = weights[one.group.code]
        for place, member in enumerate(one.group.members):
            weights[member] = above * one.row_weights[:, place]
    return weights


def _rounded(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.round(values, DIGITS) + 0.0
