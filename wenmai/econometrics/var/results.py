"""From the warehouse's tables to VAR models, and back to one table of all that they say."""

from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from wenmai.econometrics.sentences import NO_VALUE_AT_ALL, ONE_UNIT, SEVERAL_UNITS
from wenmai.econometrics.var.schema import PARTS, VAR_SCHEMA
from wenmai.sentences import told

Record = dict[str, Any]
_OPTIONAL = ("lags", "lag_criterion", "instrument_lags", "bias_correction", "interval_kind")
_DIGITS = 12  # beyond them another processor or number of threads may differ


def var_results(cells: pd.DataFrame, models: pd.DataFrame, variables: pd.DataFrame) -> pa.Table:
    """Estimate every declared VAR; one that cannot be estimated says why, the others still run.

    Parameters
    ----------
    cells : DataFrame
        One row per study, model, unit, year and variable: ``value`` (level, null when missing).
    models : DataFrame
        One row per study and model, columns of ``raw.study_var_models``.
    variables : DataFrame
        One row per study, model and variable: ``variable_code``, ``is_logged``, ``differences``,
        ``held_by``, ``variable_position``; ``is_exogenous``, ``delays``, ``ahead``,
        ``ahead_value``.

    Returns
    -------
    pyarrow.Table
        VAR_SCHEMA, sorted by study and model.
    """
    if models.empty:
        return pa.Table.from_pylist([], schema=VAR_SCHEMA)
    keys = ["study_code", "model_code"]
    grouped = dict(iter(cells.groupby(keys)))
    named = dict(iter(variables.groupby(keys)))
    rows = [
        _one_model(model, grouped.get(_key(model)), named[_key(model)])
        for model in models.sort_values(keys).to_dict("records")
    ]
    return pa.Table.from_pylist(rows, schema=VAR_SCHEMA)


def _key(model: Mapping[Hashable, Any]) -> tuple[str, str]:
    return model["study_code"], model["model_code"]


def _one_model(
    model: Mapping[Hashable, Any], cells: pd.DataFrame | None, variables: pd.DataFrame
) -> Record:
    """Return one row of the result."""
    from wenmai.econometrics.refusal import NotEstimable  # noqa: PLC0415

    row: Record = {
        "study_code": model["study_code"],
        "model_code": model["model_code"],
        "model_kind": model["kind"],
        "status": "estimated",
        **{part: [] for part in PARTS},
    }
    try:
        _estimate_into(row, model, cells, variables)
    except NotEstimable as refusal:
        row |= {"status": "refused", "reason_code": refusal.code}
        row["reason_said"] = told([refusal.said])
    return row


def _estimate_into(
    row: Record,
    model: Mapping[Hashable, Any],
    cells: pd.DataFrame | None,
    variables: pd.DataFrame,
) -> None:
    """Fill a row as far as the data allow; what was learnt before a refusal stays."""
    from wenmai.econometrics.var import records as say  # noqa: PLC0415
    from wenmai.econometrics.var.diagnostics import roots  # noqa: PLC0415
    from wenmai.econometrics.var.model import Settings, estimate  # noqa: PLC0415

    sample = _sample(row, model, cells, variables)
    row |= {
        "n_units": len(sample.units),
        "n_observations": sample.n_observations,
        "n_dropped": sample.n_dropped,
        "n_years": int(sample.observed.any(axis=0).sum()),
        "n_missing": sample.n_missing,
        "first_year": sample.span[0],
        "last_year": sample.span[1],
        "notes_said": told(sample.notes),
    }
    settings = Settings(**{name: _setting(model, name) for name in Settings.__annotations__})
    wanted = settings.lags or 1
    row["unit_roots"] = _rounded(say.unit_root_records(sample, settings.trend, wanted))
    found = estimate(sample, settings)
    design = found.fit.design
    row |= {
        "lags": design.lags,
        "max_estimable_lags": found.max_estimable_lags,
        "n_rows": design.n_rows,
        "degrees_of_freedom": design.freedom,
        "largest_root": float(np.abs(roots(found.fit.matrices)).max()),
        "replications": None if settings.band_method == "analytic" else settings.replications,
        "n_failed_replications": found.n_failed,
        "bias_correction": found.settings.bias_correction,
        "interval_kind": (
            "delta_method" if settings.band_method == "analytic" else found.settings.interval_kind
        ),
        "notes_said": told([*sample.notes, *found.notes]),
        "coefficients": _rounded(say.coefficient_records(sample, found, settings.band_level)),
        "lag_selection": _rounded(say.lag_records(found)),
        "roots": _rounded(say.root_records(found)),
        "residual_tests": _rounded(say.residual_records(sample, found, settings)),
        "causality": _rounded(say.causality_records(sample, found)),
        "cointegration": (
            _rounded(say.cointegration_records(sample, found, settings.trend))
            if (variables["differences"] == 0).all()  # differences have no common trend to share
            else []
        ),
        "responses": _rounded(say.response_records(sample, found.bands)),
        "decomposition": _rounded(say.decomposition_records(sample, found.bands)),
        "scenarios": _rounded(
            say.scenario_records(
                sample,
                found,
                dict(zip(variables["variable_code"], variables["held_by"], strict=True)),
            )
        ),
    }


def _sample(
    row: Record,
    model: Mapping[Hashable, Any],
    cells: pd.DataFrame | None,
    variables: pd.DataFrame,
) -> Any:
    """Lay the cells out as a panel, decide between VAR and panel VAR, and prepare the series."""
    from wenmai.econometrics.refusal import NotEstimable  # noqa: PLC0415
    from wenmai.econometrics.var.sample import Exogenous, Variable, prepare  # noqa: PLC0415

    if cells is None or cells["value"].isna().all():
        raise NotEstimable("no_data", NO_VALUE_AT_ALL())
    named: list[Variable] = []
    exogenous: list[Exogenous] = []
    for line in variables.sort_values("variable_position").to_dict("records"):
        what = line["variable_code"], bool(line["is_logged"]), int(line["differences"])
        if line["is_exogenous"]:
            stated = _known(line["ahead_value"])
            ahead = line["ahead"] if stated is None else float(stated)
            exogenous.append(Exogenous(*what, int(line["delays"]), ahead))
        else:
            named.append(Variable(*what))
    levels, units, years = panel_of(cells, [variable.code for variable in (*named, *exogenous)])
    combine = _known(model["combine"])
    if combine is not None:
        # a year in which some unit is silent would be another series: its total stays missing
        units, levels = [f"{combine} of {len(units)} units"], _combined(levels, combine)
    wants_panel = model["kind"] == "panel_var"
    wants_series = model["kind"] == "var" or combine is not None
    row["model_kind"] = (
        "var" if wants_series or (len(units) == 1 and not wants_panel) else "panel_var"
    )
    if wants_series and len(units) > 1:
        raise NotEstimable("several_units", SEVERAL_UNITS(n_units=len(units)))
    sample = prepare(
        levels,
        units,
        years,
        named,
        year_effects=bool(model["has_year_effects"]),
        exogenous=exogenous,
    )
    if row["model_kind"] == "panel_var" and len(sample.units) < 2:
        raise NotEstimable("one_unit_only", ONE_UNIT(unit=sample.units[0]))
    return sample


def panel_of(
    cells: pd.DataFrame, codes: list[str]
) -> tuple[np.ndarray[Any, np.dtype[np.float64]], list[str], list[int]]:
    """Lay cells out as units × years × variables; years run from the first to the last.

    Examples
    --------
    >>> cells = pd.DataFrame({"unit_code": ["a", "a"], "year": [2001, 2003],
    ...                       "variable_code": "x", "value": [1.0, 3.0]})
    >>> values, units, years = panel_of(cells, ["x"])
    >>> values.ravel().tolist(), years
    ([1.0, nan, 3.0], [2001, 2002, 2003])
    """
    units = sorted(cells["unit_code"].unique())
    first, last = int(cells["year"].min()), int(cells["year"].max())
    values = np.full((len(units), last - first + 1, len(codes)), np.nan)
    places = (
        pd.Index(units).get_indexer(pd.Index(cells["unit_code"])),
        cells["year"].to_numpy(dtype=int) - first,
        pd.Index(codes).get_indexer(pd.Index(cells["variable_code"])),
    )
    values[places] = cells["value"].to_numpy(dtype=float, na_value=np.nan)
    return values, units, list(range(first, last + 1))


def _combined(
    levels: np.ndarray[Any, np.dtype[np.float64]], combine: str
) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return the sum or mean over units, 1 × years × variables; missing where any unit is."""
    total = levels.sum(axis=0, keepdims=True)
    return total / len(levels) if combine == "mean" else total


def _setting(model: Mapping[Hashable, Any], name: str) -> Any:
    value = model[name]
    if name in _OPTIONAL:
        value = _known(value)
        return value if value is None or isinstance(value, str) else int(value)
    return value.item() if hasattr(value, "item") else value


def _known(value: Any) -> Any:
    return None if value is None or pd.isna(value) else value


def _rounded(records: Any) -> list[Record]:
    """Return records with doubles cut to significant digits; what is not a number is missing."""
    return [{key: _cut(value) for key, value in record.items()} for record in records]


def _cut(value: Any) -> Any:
    if not isinstance(value, float):
        return value
    return float(f"{value:.{_DIGITS}g}") if np.isfinite(value) else None
