"""The query that a chart's settings ask for.

Superset's pages work the query out of a chart's settings in the browser. With the query stored
beside the chart, its data can also be had over the REST API, by reports and by tests.
"""

import json
from collections.abc import Mapping
from typing import Any


def queries_of(params: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the queries of a chart: two where it draws two kinds of marks.

    Parameters
    ----------
    params : mapping
        Settings of the chart, as in ``charts/*.yaml``.

    Returns
    -------
    list of dict
        From `query_of`.

    Examples
    --------
    >>> len(queries_of({"viz_type": "big_number_total", "metric": "n_units", "adhoc_filters": []}))
    1
    """
    if params["viz_type"] != "mixed_timeseries":
        return [query_of(params)]
    second = {key.removesuffix("_b"): value for key, value in params.items() if key[-2:] == "_b"}
    return [query_of(params), query_of({**params, **second})]


def query_of(params: Mapping[str, Any]) -> dict[str, Any]:
    """Return one query of a chart.

    Parameters
    ----------
    params : mapping
        Settings of the chart, as in ``charts/*.yaml``.

    Returns
    -------
    dict
        A query object of ``POST /api/v1/chart/data``.

    Raises
    ------
    ValueError
        When the charts of this project have no such type yet.

    Examples
    --------
    >>> query_of(
    ...     {"viz_type": "big_number_total", "metric": "n_units", "adhoc_filters": []}
    ... )["metrics"]
    ['n_units']
    """
    kind = params["viz_type"]
    columns: list[str]
    metrics: list[str]
    order: list[list[Any]] = []
    if kind == "big_number_total":
        columns, metrics = [], [params["metric"]]
    elif kind == "bubble_v2":
        columns = [params["entity"], params["series"]]
        metrics = [params["x"], params["y"], params["size"]]
    elif kind in {"echarts_timeseries_bar", "echarts_timeseries_line"}:
        columns, metrics = [params["x_axis"], *params["groupby"]], list(params["metrics"])
        order = [[params.get("x_axis_sort", params["x_axis"]), params["x_axis_sort_asc"]]]
    elif kind == "mixed_timeseries":
        columns, metrics = [params["x_axis"], *params["groupby"]], list(params["metrics"])
        order = [[params["timeseries_limit_metric"], not params["order_desc"]]]
    elif kind == "table" and params["query_mode"] == "raw":
        columns, metrics = list(params["all_columns"]), []
        order = [json.loads(column) for column in params["order_by_cols"]]
    elif kind == "table":
        columns, metrics = list(params["groupby"]), list(params["metrics"])
        order = [[params["timeseries_limit_metric"], not params["order_desc"]]]
    else:
        raise ValueError(f"queries.py knows no charts of the type {kind}: describe its query here.")
    return {
        "columns": columns,
        # null asks for plain rows, an empty list for distinct ones
        "metrics": metrics if params.get("query_mode") != "raw" else None,
        "orderby": order,
        "filters": [
            {"col": each["subject"], "op": each["operator"], "val": each["comparator"]}
            for each in params["adhoc_filters"]
        ],
        "row_limit": params.get("row_limit", 1),
        "time_range": "No filter",
    }


def query_context_of(params: Mapping[str, Any]) -> str:
    """Return the query of a chart as Superset stores it; the import fills in the data set.

    Parameters
    ----------
    params : mapping

    Returns
    -------
    str
        JSON.
    """
    return json.dumps(
        {
            "datasource": {"id": 0, "type": "table"},
            "force": False,
            "queries": queries_of(params),
            "form_data": dict(params),
            "result_format": "json",
            "result_type": "full",
        },
        ensure_ascii=False,
    )
