"""Small study panels as the tables that the index models read."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from wenmai.indicators.uncertainty.studies import CELLS
from wenmai.kit.nested import nest

DEFAULTS = {
    "max_gap_years": 3,
    "extend_edges": False,
    "winsor_lower": 0.0,
    "winsor_upper": 1.0,
    "entropy_scope": "pooled",
    "weight_cap": np.nan,
    "min_observed_share": 0.6,
    "is_synthetic": True,
    "design": None,
}
# Real codes, so that provinces resolve: nine cities of Liaoning, then Jilin, then Heilongjiang.
UNITS = [
    f"{province}{city:02d}00" for province, n in ((21, 9), (22, 9), (23, 9)) for city in range(1, n)
]


def indicator_names(count: int) -> list[str]:
    """Return codes in the order of the columns."""
    return [f"i{number:02d}" for number in range(count)]


def panel(
    values: npt.ArrayLike,
    *,
    directions: Sequence[str] | None = None,
    dimensions: Sequence[str] | None = None,
    imputed: npt.ArrayLike | None = None,
    study: str = "s",
    first_year: int = 2018,
    **settings: object,
) -> dict[str, pd.DataFrame]:
    """Return the inputs of the index models for one study.

    Parameters
    ----------
    values : array of shape (units, years, indicators)
        As after imputation; NaN where a cell is still missing.
    directions, dimensions : sequence of str, optional
        One per indicator; by default all positive, all in one dimension.
    imputed : array of bool, same shape, optional
        Which cells were imputed.
    settings : optional
        Overrides of DEFAULTS; winsorising is off unless asked for.
    """
    cube = np.asarray(values, dtype=float)
    n_units, n_years, n_indicators = cube.shape
    names = indicator_names(n_indicators)
    grid = pd.MultiIndex.from_product(
        [UNITS[:n_units], range(first_year, first_year + n_years), names],
        names=["unit_code", "year", "indicator_code"],
    )
    flags = np.zeros(cube.shape, dtype=bool) if imputed is None else np.asarray(imputed)
    rows = pd.DataFrame({"raw_value": cube.ravel()}, index=grid).reset_index()
    rows.insert(0, "study_code", study)
    rows["imputed_value"] = rows["raw_value"]
    rows["is_imputed"] = flags.ravel()
    for column in ("imputation_method", "source_file", "sheet_name"):
        rows[column] = pd.Series([None] * len(rows), dtype="str")
    rows["is_corrected"] = False
    rows["source_row_number"] = pd.Series([None] * len(rows), dtype="Int64")
    studies = pd.DataFrame([{"study_code": study, **DEFAULTS, **settings}])
    indicators = pd.DataFrame(
        {
            "study_code": study,
            "indicator_code": names,
            "dimension_code": list(dimensions or ["all"] * n_indicators),
            "direction": list(directions or ["positive"] * n_indicators),
            "is_in_index": True,
        }
    )
    return {
        "stg_config__studies": studies.astype({"weight_cap": float, "design": "str"}),
        "stg_config__study_indicators": indicators,
        "int_indicators__imputed_values": rows,
    }


AWKWARD_DIRECTIONS = ["positive", "negative", "positive", "positive", "negative", "positive"]


def awkward_panel(seed: int, missing: float = 0.10) -> npt.NDArray[np.float64]:
    """Six indicators: skewed, shares, mostly zero, constant, nearly equal, with missing cells.

    ``missing`` is the share of the first one's cells that are; array of shape (10, 6, 6).
    """
    rng = np.random.default_rng(seed)
    values = np.stack(
        [
            rng.lognormal(3, 1.5, 60),
            rng.uniform(size=60),
            np.where(rng.uniform(size=60) < 0.7, 0, rng.uniform(1, 9, 60)),
            np.full(60, 4.25),
            1000 + rng.normal(size=60),
            rng.normal(size=60),
        ],
        axis=1,
    )
    values[rng.uniform(size=60) < 0.15, 5] = np.nan
    values[rng.uniform(size=60) < missing, 0] = np.nan
    return values.reshape(10, 6, 6)


def cube(frame: pd.DataFrame, column: str, like: npt.NDArray[np.float64]) -> npt.NDArray:
    """Return a column of a cell table as an array of shape (units, years, indicators)."""
    ordered = frame.sort_values(["unit_code", "year", "indicator_code"])
    return ordered[column].to_numpy(dtype=float).reshape(like.shape)


def stack(*panels: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return several studies as one set of inputs."""
    return {name: pd.concat([part[name] for part in panels]) for name in panels[0]}


def unit_years(cells: pd.DataFrame) -> pa.Table:
    """Return cells as the draws of uncertainty take them: one row for each unit and year."""
    keys = ["study_code", "unit_code", "year"]
    whole = cells.reindex(columns=[*keys, *CELLS])
    rows = nest(whole[keys].drop_duplicates(), {"cells": CELLS}, {"cells": whole})
    areas = pa.nulls(rows.num_rows, pa.string())
    return rows.set_column(2, "year", rows["year"].cast("int32")).append_column("area_code", areas)
