"""Results about the market for the models of dbt: forecasts, trends, prices; tables in and out."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from wenmai.consumers.change_points import find_change_points
from wenmai.consumers.disclosure import suppress
from wenmai.consumers.elasticity import estimate_elasticity, profit_curve
from wenmai.consumers.forecasts import Forecast, add_up, forecast
from wenmai.text.emergence import COUNTS, emergence_tests

KEY = ["study_code", "category_code", "segment_code"]
_SERIES = [(name, pa.string()) for name in KEY]
_SUPPRESSION = pa.schema(
    [*_SERIES, ("period_start", pa.date32()), ("suppression_code", pa.string())]
)
_FORECASTS = pa.schema(
    [
        ("row_kind", pa.string()),
        *_SERIES,
        ("method_code", pa.string()),
        ("horizon", pa.int32()),
        ("origin_start", pa.date32()),
        ("period_start", pa.date32()),
        *((name, pa.float64()) for name in ("median", "lower", "upper")),
        *((name, pa.float64()) for name in ("mase", "mae_ratio", "coverage", "width")),
        ("n_origins", pa.int32()),
        ("is_chosen", pa.bool_()),
    ]
)
_TRENDS = pa.schema(
    [
        *((name, pa.string()) for name in ("study_code", "category_code")),
        ("growth_share", pa.float64()),
        ("change_p", pa.float64()),
        ("change_starts", pa.list_(pa.date32())),
        ("n_periods", pa.int32()),
        *((name, pa.float64()) for name in ("share_recent", "share_before", "hot_spot_q")),
        ("is_hot_spot", pa.bool_()),
    ]
)
_ELASTICITIES = pa.schema(
    [
        *((name, pa.string()) for name in ("study_code", "category_code", "method_code")),
        *((name, pa.float64()) for name in ("elasticity", "lower", "upper")),
        ("n_cells", pa.int64()),
        ("n_items", pa.int64()),
        ("status", pa.string()),
        ("is_used", pa.bool_()),
    ]
)
_CURVES = pa.schema(
    [
        *((name, pa.string()) for name in ("study_code", "item_code", "category_code")),
        *((name, pa.float64()) for name in ("price_cny", "quantity", "profit_cny")),
        ("is_best", pa.bool_()),
        ("is_extrapolated", pa.bool_()),
        ("elasticity", pa.float64()),
    ]
)


def suppression_rows(demand: pd.DataFrame, settings: pd.DataFrame) -> pa.Table:
    """Choose the cells of demand that must not be published.

    Parameters
    ----------
    demand : DataFrame
        KEY, ``period_start`` and ``persons``, totals under ``all``.
    settings : DataFrame
        ``study_code`` and ``k_required``.

    Returns
    -------
    pyarrow.Table
        One row per such cell; ``suppression_code`` is too_few_people or protects_another.
    """
    needed = dict(zip(settings["study_code"], settings["k_required"], strict=True))
    rows: list[dict[str, Any]] = []
    for (study, period), group in demand.groupby(["study_code", "period_start"], sort=True):
        table = group.pivot_table(
            index="category_code", columns="segment_code", values="persons", fill_value=0
        )
        last = [*(name for name in table.index if name != "all"), "all"]
        across = [*(name for name in table.columns if name != "all"), "all"]
        table = table.reindex(index=last, columns=across, fill_value=0)
        found = suppress(table.to_numpy(float), int(needed[study]))
        for code, cells in (
            ("too_few_people", found.primary),
            ("protects_another", found.secondary),
        ):
            for i, j in np.argwhere(cells):
                rows.append(
                    {
                        "study_code": study,
                        "category_code": last[i],
                        "segment_code": across[j],
                        "period_start": pd.Timestamp(str(period)).date(),
                        "suppression_code": code,
                    }
                )
    return pa.Table.from_pylist(rows, schema=_SUPPRESSION)


def forecast_rows(series: pd.DataFrame, settings: pd.DataFrame, horizon: int = 6) -> pa.Table:
    """Forecast every series of purchases, and the total as the sum of its categories.

    Parameters
    ----------
    series : DataFrame
        KEY, ``period_start`` and ``purchases``, without gaps.
    settings : DataFrame
        ``study_code``, ``period_kind``, ``season_periods``.
    horizon : int
        Periods ahead.

    Returns
    -------
    pyarrow.Table
        Rows of kind forecast and score.
    """
    seasons = dict(zip(settings["study_code"], settings["season_periods"], strict=True))
    rows: list[dict[str, Any]] = []
    for study, group in series.groupby("study_code", sort=True):
        season = int(seasons[study])
        months = 12 // season
        values: dict[tuple[str, str], pd.Series] = {
            (str(category), str(segment)): part.set_index("period_start")["purchases"].sort_index()
            for (category, segment), part in group.groupby(["category_code", "segment_code"])
        }
        made: dict[tuple[str, str], Forecast] = {}
        for key, history in values.items():
            if key != ("all", "all"):
                found = forecast(history.to_numpy(float), season, horizon, n_origins=12)
                if found is not None:
                    made[key] = found
        parts = [found for (category, segment), found in made.items() if segment == "all"]
        total = values.get(("all", "all"))
        n_categories = sum(segment == "all" for _, segment in values) - 1
        if total is not None and parts and len(parts) == n_categories:
            summed = add_up(parts, total.to_numpy(float), season)
            if summed is not None:
                made["all", "all"] = summed
        for (category, segment), found in made.items():
            base = {"study_code": study, "category_code": category, "segment_code": segment}
            last = pd.Timestamp(values[category, segment].index[-1])
            rows += _forecast_rows(base, found, last, months)
    return pa.Table.from_pylist(rows, schema=_FORECASTS)


def trend_rows(shares: pd.DataFrame, windows: pd.DataFrame, alpha: float = 0.05) -> pa.Table:
    """Test each category for changes of its share of people, and for coming up.

    Parameters
    ----------
    shares : DataFrame
        ``study_code``, ``category_code``, ``period_start``, ``person_share``, without gaps.
    windows : DataFrame
        ``study_code``, ``category_code`` and people of the last periods and those before:
        COUNTS of :mod:`wenmai.text.emergence`, and ``growth_share``.
    alpha : float
        Accepted false discovery rate of hot spots, and false alarms of changes.

    Returns
    -------
    pyarrow.Table
    """
    if windows.empty:
        return _TRENDS.empty_table()
    counts = windows.rename(columns={"category_code": "term"}).assign(document_type="")
    tested = emergence_tests(counts[["study_code", "document_type", "term", *COUNTS]]).to_pandas()
    q_values = tested.set_index(["study_code", "term"])["q_value"]
    rows = []
    for line in _records(windows.sort_values(["study_code", "category_code"])):
        is_own = (shares["study_code"] == line["study_code"]) & (
            shares["category_code"] == line["category_code"]
        )
        own = shares[is_own].sort_values("period_start")
        found = find_change_points(own["person_share"].to_numpy(float), alpha=alpha)
        starts = pd.to_datetime(own["period_start"]).dt.date.tolist()
        q_value = float(q_values[line["study_code"], line["category_code"]])
        rows.append(
            {
                "study_code": line["study_code"],
                "category_code": line["category_code"],
                "growth_share": _or_none(line["growth_share"]),
                "change_p": _or_none(found.p_value),
                "change_starts": [starts[place] for place in found.positions],
                "n_periods": len(own),
                "share_recent": line["n_recent_with_term"] / line["n_recent"],
                "share_before": line["n_baseline_with_term"] / line["n_baseline"],
                "hot_spot_q": q_value,
                "is_hot_spot": q_value < alpha,
            }
        )
    return pa.Table.from_pylist(rows, schema=_TRENDS)


def elasticity_rows(cells: pd.DataFrame) -> pa.Table:
    """Estimate the elasticity of every category.

    Parameters
    ----------
    cells : DataFrame
        ``study_code``, ``category_code``, ``item``, ``period``, ``quantity``, ``price``.

    Returns
    -------
    pyarrow.Table
        One row per estimate, with what they come to together; ``is_used`` marks the one by which
        a price may be set.
    """
    rows = []
    for (study, category), group in cells.groupby(["study_code", "category_code"], sort=True):
        found = estimate_elasticity(group)
        used = _used(found.estimates, found.status)
        base = {"study_code": study, "category_code": category, "status": found.status}
        if not found.estimates:
            rows.append({**base, "method_code": "none", "is_used": False})
        for estimate in found.estimates:
            said = {k: v for k, v in vars(estimate).items() if k != "method"}
            rows.append(
                {**base, **said, "method_code": estimate.method, "is_used": estimate.method == used}
            )
    return pa.Table.from_pylist(rows, schema=_ELASTICITIES)


def curve_rows(items: pd.DataFrame) -> pa.Table:
    """Draw the profit curve of every item with a cost whose elasticity is identified.

    Parameters
    ----------
    items : DataFrame
        ``study_code``, ``item_code``, ``category_code``, ``elasticity``, ``cost_cny``,
        ``price_cny`` and ``quantity`` of the last periods, ``lowest_cny``, ``highest_cny``.

    Returns
    -------
    pyarrow.Table
    """
    parts = []
    for item in _records(items.sort_values(["study_code", "item_code"])):
        curve = profit_curve(
            float(item["elasticity"]),
            float(item["cost_cny"]),
            float(item["price_cny"]),
            float(item["quantity"]),
            (float(item["lowest_cny"]), float(item["highest_cny"])),
        )
        curve = curve.rename(columns={"price": "price_cny", "profit": "profit_cny"})
        curve = curve.assign(
            study_code=item["study_code"],
            item_code=item["item_code"],
            category_code=item["category_code"],
            elasticity=float(item["elasticity"]),
        )
        parts.append(pa.Table.from_pandas(curve, schema=_CURVES, preserve_index=False))
    return pa.concat_tables(parts) if parts else _CURVES.empty_table()


def _used(estimates: Any, status: str) -> str:
    """Return the method that a price may be set by: that of this period, once it is checked."""
    methods = [estimate.method for estimate in estimates]
    if status != "identified":
        return ""
    return "instrument" if "instrument" in methods else "unit_value"


def _forecast_rows(
    base: dict[str, Any], found: Forecast, last: pd.Timestamp, months: int
) -> Iterator[dict[str, Any]]:
    for step, (median, lower, upper) in enumerate(
        zip(found.median, found.lower, found.upper, strict=True), start=1
    ):
        yield {
            **base,
            "row_kind": "forecast",
            "method_code": found.method,
            "horizon": step,
            "origin_start": last.date(),
            "period_start": (last + pd.DateOffset(months=months * step)).date(),
            "median": float(median),
            "lower": _or_none(lower),
            "upper": _or_none(upper),
        }
    for score in found.scores:
        numbers = {name: _or_none(getattr(score, name)) for name in ("mase", "mae_ratio")}
        numbers |= {name: _or_none(getattr(score, name)) for name in ("coverage", "width")}
        yield {
            **base,
            **numbers,
            "row_kind": "score",
            "method_code": score.method,
            "horizon": score.horizon,
            "n_origins": score.n_origins,
            "is_chosen": score.is_chosen,
        }


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def _or_none(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
