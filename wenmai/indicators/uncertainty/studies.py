"""From the warehouse's tables to a panel per study, and from its uncertainty back to a table."""

from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from wenmai.indicators.composite.design import Design
from wenmai.indicators.uncertainty.choices import Choices
from wenmai.indicators.uncertainty.designed import DesignEngine
from wenmai.indicators.uncertainty.engine import Engine
from wenmai.indicators.uncertainty.panel import Panel
from wenmai.indicators.uncertainty.summary import measure_uncertainty
from wenmai.kit.nested import columns, nested_schema

UNCERTAINTY_SCHEMA = nested_schema(
    ["study_code"],
    {
        "uncertainty": columns("""
            unit_code:str year:int32 own_score:float score_p05:float score_p50:float
            score_p95:float rank_p05:float rank_p50:float rank_p95:float n_scored:int
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
    said={"n_draws": "int"},
)


def uncertainty_by_study(
    cells: pd.DataFrame, settings: pd.DataFrame, options: pd.DataFrame
) -> pa.Table:
    """Run every study's draws once and return all that they say, one row per study.

    Parameters
    ----------
    cells : DataFrame
        One row per study, unit, year and indicator: ``observed_value``, ``imputed_value``,
        ``nearest_value`` (equal where observed), ``direction``, ``area_code``, ``relative_error``.
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
    rows: list[dict[str, Any]] = []
    for setting in settings.sort_values("study_code").to_dict("records"):
        code = setting["study_code"]
        mine = cells[cells["study_code"] == code]
        draws, seed = int(setting["draws"]), int(setting["seed"])
        choices = choices_of(setting, options[options["study_code"] == code], noise_of(cells, code))
        engine = engine_of(mine, setting, choices)
        found = measure_uncertainty(engine, draws // 2, seed)
        names = {"unit": "unit_code", "better_unit": "better_unit_code"}
        names |= {"worse_unit": "worse_unit_code", "output": "output_code", "choice": "choice_code"}
        rows.append(
            {
                "study_code": code,
                "n_draws": draws,
                "uncertainty": _records(found.uncertainty.rename(columns=names)),
                "sensitivity": _records(found.sensitivity.rename(columns=names)),
                "robustness": _records(found.robustness.rename(columns=names)),
            }
        )
    return pa.Table.from_pylist(rows, schema=UNCERTAINTY_SCHEMA)


def engine_of(
    cells: pd.DataFrame, setting: Mapping[Hashable, Any], choices: Choices
) -> Engine | DesignEngine:
    """Return the engine of one study: of the index of P1, or of the study's own design."""
    panel, seed = panel_of(cells), int(setting["seed"])
    share = float(setting["min_observed_share"])
    if setting["design"] is None or pd.isna(setting["design"]):
        scope, cap = setting["entropy_scope"], _known(setting["weight_cap"])
        return Engine(panel, choices, scope, cap, min_observed_share=share, seed=seed)
    design = Design.from_json(setting["design"])
    rows = cells.drop_duplicates(["unit_code", "year"]).sort_values(["unit_code", "year"])
    areas = rows["area_code"].fillna("").to_numpy(dtype=str)
    winsor = (float(setting["winsor_lower"]), float(setting["winsor_upper"]))
    return DesignEngine(panel, design, areas, choices, winsor, share, seed)


def panel_of(cells: pd.DataFrame) -> Panel:
    """Lay the cells of one study out as a panel, sorted by unit, year and indicator.

    Examples
    --------
    >>> cells = pd.DataFrame({
    ...     "unit_code": ["b", "a"], "year": [2020, 2020], "indicator_code": ["gdp", "gdp"],
    ...     "direction": "positive", "observed_value": [1.0, 2.0], "imputed_value": [1.0, 2.0],
    ...     "nearest_value": [1.0, 2.0]})
    >>> panel_of(cells).filled["none"].tolist()
    [[2.0], [1.0]]
    """
    indicators = cells.groupby("indicator_code", sort=True)["direction"].first()
    rows = cells.groupby(["unit_code", "year"], sort=True).ngroup().to_numpy()
    columns = pd.Index(indicators.index).get_indexer(pd.Index(cells["indicator_code"]))
    grid = cells[["unit_code", "year"]].drop_duplicates().sort_values(["unit_code", "year"])

    def matrix(column: str) -> np.ndarray[Any, np.dtype[np.float64]]:
        values = np.full((len(grid), len(indicators)), np.nan)
        values[rows, columns] = cells[column].to_numpy(dtype=float, na_value=np.nan)
        return values

    return Panel(
        filled={
            "interpolate": matrix("imputed_value"),
            "nearest": matrix("nearest_value"),
            "none": matrix("observed_value"),
        },
        units=grid["unit_code"].to_numpy(dtype=object),
        years=grid["year"].to_numpy(dtype=np.int64),
        is_negative=(indicators == "negative").to_numpy(dtype=bool),
        codes=tuple(str(code) for code in indicators.index),
    )


def noise_of(cells: pd.DataFrame, study_code: str) -> dict[str, float]:
    """Return the stated relative standard error of every indicator that has one."""
    mine = cells[(cells["study_code"] == study_code) & cells["relative_error"].notna()]
    errors = mine.groupby("indicator_code")["relative_error"].first()
    return {str(code): float(error) for code, error in errors.items()}


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


def _records(frame: pd.DataFrame) -> list[dict[Hashable, Any]]:
    return frame.astype(object).where(frame.notna(), None).to_dict("records")
