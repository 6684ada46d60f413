"""From the warehouse's tables to a panel per study, and from its uncertainty back to a table."""

from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from wenmai.indicators.composite.design import Design
from wenmai.indicators.uncertainty.choices import Choices
from wenmai.indicators.uncertainty.designed import DesignEngine
from wenmai.indicators.uncertainty.engine import Engine
from wenmai.indicators.uncertainty.panel import Panel
from wenmai.indicators.uncertainty.summary import measure_uncertainty
from wenmai.kit.nested import columns, nested_schema

CELLS = columns("""
    indicator_code:str direction:str dimension_code:str relative_error:float observed_value:float
    imputed_value:float nearest_value:float
""")
UNCERTAINTY_SCHEMA = nested_schema(
    ["study_code"],
    {
        "uncertainty": columns("""
            unit_code:str year:int32 own_score:float score_p05:float score_p50:float
            score_p95:float rank_p05:float rank_p50:float rank_p95:float n_scored:int
        """),
        "groups": columns("""
            group_code:str unit_code:str year:int32 own_score:float score_p05:float
            score_p50:float score_p95:float rank_p05:float rank_p50:float rank_p95:float
            n_scored:int
        """),
        "sensitivity": columns("""
            output_code:str choice_code:str first_order_share:float first_order_low:float
            first_order_high:float total_order_share:float total_order_low:float
            total_order_high:float n_outputs:int
        """),
        "robustness": columns("""
            year:int32 better_place:int32 better_unit_code:str worse_unit_code:str
            score_difference:float order_probability:float
        """),
    },
    said={"n_draws": "int", "n_group_draws": "int"},
)
# What the summary calls by other names.
NAMES = {
    name: f"{name}_code"
    for name in ("unit", "better_unit", "worse_unit", "output", "choice", "group")
}


def uncertainty_by_study(
    cells: pa.Table, settings: pd.DataFrame, options: pd.DataFrame
) -> pa.Table:
    """Run every study's draws once and return all that they say, one row per study.

    Parameters
    ----------
    cells : pyarrow.Table
        One row per study, unit and year: ``area_code``, and ``cells`` as CELLS, one for each
        indicator; ``imputed_value`` and ``nearest_value`` equal ``observed_value`` where there is
        one.
    settings : DataFrame
        One row per study: ``entropy_scope``, ``weight_cap``, ``min_observed_share``, ``draws`` (a
        power of 2), ``seed``, ``is_leaving_one_out``, ``weight_concentration``, ``design`` and the
        limits ``winsor_lower`` and ``winsor_upper`` of one.
    options : DataFrame
        One row per study, ``choice_code`` and option, the study's own at position 1;
        ``option_code``, or ``winsor_lower`` and ``winsor_upper``.

    Returns
    -------
    pyarrow.Table
        UNCERTAINTY_SCHEMA, sorted by study.
    """
    engines: list[tuple[dict[Hashable, Any], Engine | DesignEngine]] = []
    for setting in settings.sort_values("study_code").to_dict("records"):
        code = setting["study_code"]
        mine = cells.filter(pc.equal(cells["study_code"], code))
        choices = choices_of(setting, options[options["study_code"] == code], noise_of(mine))
        engines.append((setting, engine_of(mine, setting, choices)))
        del mine
    del cells  # panels take a fifth of their memory
    rows = [_measured(*engines.pop(0)) for _ in range(len(engines))]
    return pa.concat_tables([UNCERTAINTY_SCHEMA.empty_table(), *rows])


def _measured(setting: Mapping[Hashable, Any], engine: Engine | DesignEngine) -> pa.Table:
    """Return the row of one study."""
    draws = int(setting["draws"])
    found = measure_uncertainty(engine, draws // 2, int(setting["seed"]))
    said = {
        "study_code": setting["study_code"],
        "n_draws": draws,
        "n_group_draws": found.n_group_draws,
    }
    return pa.table(
        [
            pa.array([said[field.name]], field.type)
            if field.name in said
            else _nested(getattr(found, field.name).rename(columns=NAMES), field.type)
            for field in UNCERTAINTY_SCHEMA
        ],
        schema=UNCERTAINTY_SCHEMA,
    )


def engine_of(
    rows: pa.Table, setting: Mapping[Hashable, Any], choices: Choices
) -> Engine | DesignEngine:
    """Return the engine of one study: of the index of P1, or of the study's own design."""
    panel, seed = panel_of(rows), int(setting["seed"])
    share = float(setting["min_observed_share"])
    if setting["design"] is None or pd.isna(setting["design"]):
        scope, cap = setting["entropy_scope"], _known(setting["weight_cap"])
        return Engine(panel, choices, scope, cap, share, seed, groups_of(rows))
    design = Design.from_json(setting["design"])
    areas = _in_order(rows)["area_code"].fill_null("").to_numpy().astype(str)
    winsor = (float(setting["winsor_lower"]), float(setting["winsor_upper"]))
    return DesignEngine(panel, design, areas, choices, winsor, share, seed)


def panel_of(rows: pa.Table) -> Panel:
    """Lay the cells of one study out as a panel, sorted by unit, year and indicator.

    Examples
    --------
    >>> cell = {"indicator_code": "gdp", "direction": "positive"} | dict.fromkeys(
    ...     ["observed_value", "imputed_value", "nearest_value"], 1.0)
    >>> panel = panel_of(pa.table({"unit_code": ["b", "a"], "year": [2020, 2020],
    ...     "cells": [[cell], [cell | {"observed_value": None}]]}))
    >>> panel.filled["none"].tolist()
    [[nan], [1.0]]
    """
    rows = _in_order(rows)
    lists = rows["cells"].combine_chunks()
    cells = lists.flatten()
    named = cells.field("indicator_code").dictionary_encode()
    codes = sorted(named.dictionary.to_pylist())
    numbers = np.array([codes.index(code) for code in named.dictionary.to_pylist()], dtype=int)
    columns = numbers[named.indices.to_numpy()]
    first = np.unique(columns, return_index=True)[1]
    places = pc.list_parent_indices(lists).to_numpy(), columns

    def matrix(column: str) -> np.ndarray[Any, np.dtype[np.float64]]:
        values = np.full((rows.num_rows, len(codes)), np.nan)
        values[places] = cells.field(column).to_numpy(zero_copy_only=False)
        return values

    return Panel(
        filled={
            "interpolate": matrix("imputed_value"),
            "nearest": matrix("nearest_value"),
            "none": matrix("observed_value"),
        },
        units=rows["unit_code"].to_numpy().astype(object),
        years=rows["year"].to_numpy().astype(np.int64),
        is_negative=pc.equal(cells.field("direction").take(first), "negative").to_numpy(
            zero_copy_only=False
        ),
        codes=tuple(codes),
    )


def noise_of(rows: pa.Table) -> dict[str, float]:
    """Return the stated relative standard error of every indicator of a study that has one."""
    cells = rows["cells"].combine_chunks().flatten()
    stated = cells.filter(pc.is_valid(cells.field("relative_error")))
    codes, errors = (stated.field(name) for name in ("indicator_code", "relative_error"))
    return dict(zip(codes.to_pylist(), errors.to_pylist(), strict=True))


def groups_of(rows: pa.Table) -> dict[str, tuple[str, ...]]:
    """Return the indicators of every dimension of a study."""
    cells = rows["cells"].combine_chunks().flatten()
    keys = ["dimension_code", "indicator_code"]
    pairs = pa.table({key: cells.field(key) for key in keys}).group_by(keys).aggregate([])
    found: dict[str, tuple[str, ...]] = {}
    for pair in pairs.sort_by([(key, "ascending") for key in keys]).to_pylist():
        code = pair["dimension_code"]
        found[code] = (*found.get(code, ()), pair["indicator_code"])
    return found


def _in_order(rows: pa.Table) -> pa.Table:
    return rows.sort_by([("unit_code", "ascending"), ("year", "ascending")])


def choices_of(
    setting: dict[Hashable, Any], options: pd.DataFrame, measurement_noise: dict[str, float]
) -> Choices:
    """Read one study's choices from its rows, in the order of their positions."""
    ordered = options.sort_values("position")
    listed = {str(choice): rows for choice, rows in ordered.groupby("choice_code")}
    limits = listed["winsorizing"]
    return Choices(
        imputation=tuple(listed["imputation"]["option_code"]),
        winsorizing=tuple(zip(limits["winsor_lower"], limits["winsor_upper"], strict=True)),
        normalization=tuple(listed["normalization"]["option_code"]),
        weighting=tuple(listed["weighting"]["option_code"]),
        aggregation=tuple(listed["aggregation"]["option_code"]),
        leave_one_out=bool(setting["is_leaving_one_out"]),
        weight_concentration=_known(setting["weight_concentration"]),
        measurement_noise=measurement_noise,
    )


def _known(value: float | None) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


def _nested(frame: pd.DataFrame, kind: pa.ListType) -> pa.ListArray:
    """Return all rows as one list of structs, NaN as null."""
    schema = pa.schema(list(kind.value_type))
    rows = pa.Table.from_pandas(frame.reindex(columns=schema.names), schema, preserve_index=False)
    structs = pa.concat_arrays(rows.to_struct_array().chunks) if len(frame) else []
    return pa.ListArray.from_arrays(
        pa.array([0, len(frame)], pa.int32()), pa.array(structs, kind.value_type), type=kind
    )
