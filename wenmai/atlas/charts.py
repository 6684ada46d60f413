"""ECharts options for the kinds of pictures that the pages show.

Every function returns a plain dictionary. ``encode`` names columns of the block's answer; where a
column differs by language it is ``both(zh_column, en_column)``.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from wenmai.atlas.blocks import Option

Name = str | Mapping[str, str]
# Colour-blind readers tell them apart, and all stand out from the ground, which on a dark one is
# true of those in web/look.js (tests/atlas/test_look.py). Lines differ by their marks as well.
PALETTE = ["#1f5c7a", "#c8553d", "#1f9e89", "#7b34c9", "#4a1010", "#c264d2", "#12124a"]
MARKS = ["circle", "rect", "triangle", "diamond", "roundRect", "pin", "arrow"]
LEFT_NAME = {"nameTextStyle": {"align": "left"}}
GRID = {"left": 12, "right": 28, "top": 54, "bottom": 26, "containLabel": True}
LEGEND = {"top": 0}


def frame(**parts: Any) -> Option:
    """Return what every chart has, with its own parts.

    Examples
    --------
    >>> frame(series=[])["animation"]
    False
    """
    return {
        "color": PALETTE,
        "animation": False,
        "grid": GRID,
        "tooltip": {"trigger": "item", "confine": True},
        "dataset": [{"id": "all"}],
        **parts,
    }


def axis_name(name: Name) -> Option:
    """Return the name of a horizontal axis, in the middle below it."""
    return {"name": name, "nameLocation": "middle", "nameGap": 26} if name else {}


def filtered(
    where: Mapping[str, Any] | None, order: str | None = None, *, is_falling: bool = True
) -> dict[str, Any]:
    """Return a dataset with the rows that hold these values; none given means every row.

    Parameters
    ----------
    order : str, optional
        Column by which the rows are sorted; as they come without it.
    is_falling : bool
        Largest first.
    """
    tests: list[dict[str, Any]] = [
        {"dimension": name, "=": value} for name, value in (where or {}).items()
    ]
    kept = {"type": "filter", "config": {"and": tests} if tests else True}
    if order is None:
        return {"fromDatasetId": "all", "transform": kept}
    direction = "desc" if is_falling else "asc"
    by = {"type": "sort", "config": {"dimension": order, "order": direction}}
    return {"fromDatasetId": "all", "transform": [kept, by]}


def lines(
    x: str,
    series: Sequence[tuple[Name, str, Mapping[str, Any]]],
    *,
    x_name: Name = "",
    y_name: Name = "",
    bands: Sequence[tuple[str, str, Mapping[str, Any]]] = (),
    from_zero: bool = False,
    in_order: bool = True,
) -> Option:
    """Return a line chart, with bands where there are intervals.

    Parameters
    ----------
    x : str
        Column along the horizontal axis.
    series : sequence of (name, column, where)
        One line each; ``where`` picks its rows.
    bands : sequence of (lower column, width column, where)
        Areas from the lower value over the width, the first for the first line and so on.
    in_order : bool
        Whether the rows come in the order of ``x``; else they are sorted.
    """
    order = None if in_order else x
    datasets: list[dict[str, Any]] = [{"id": "all"}]
    drawn: list[dict[str, Any]] = []
    for number, (lower, width, where) in enumerate(bands):
        datasets.append(filtered(where, order, is_falling=False))
        shared = {
            "type": "line",
            "datasetIndex": len(datasets) - 1,
            "stack": f"band{number}",
            "stackStrategy": "all",  # a band may begin below zero
            "symbol": "none",
            "lineStyle": {"opacity": 0},
            "silent": True,
            "tooltip": {"show": False},
        }
        color = PALETTE[number % len(PALETTE)]
        drawn.append({**shared, "encode": {"x": x, "y": lower}})
        drawn.append(
            {
                **shared,
                "encode": {"x": x, "y": width},
                "areaStyle": {"color": color, "opacity": 0.16},
            }
        )
    for number, (name, column, where) in enumerate(series):
        datasets.append(filtered(where, order, is_falling=False))
        drawn.append(
            {
                "type": "line",
                "name": name,
                "datasetIndex": len(datasets) - 1,
                "encode": {"x": x, "y": column, "tooltip": [column]},
                "color": PALETTE[number % len(PALETTE)],
                "symbol": MARKS[number % len(MARKS)],
                "symbolSize": 7,
            }
        )
    return frame(
        dataset=datasets,
        legend={**LEGEND, "data": [name for name, _, _ in series]},
        tooltip={"trigger": "axis", "confine": True},
        grid={**GRID, "right": 38},  # half of a date stands beyond the last point
        xAxis={**axis_name(x_name), "type": "category", "boundaryGap": False},
        yAxis={**LEFT_NAME, "type": "value", "name": y_name, "scale": not from_zero},
        series=drawn,
    )


def multiples(x: str, y: str, panels: Sequence[tuple[Name, Mapping[str, Any]]]) -> Option:
    """Return small line charts on one scale, one a panel: where lines in one would be spaghetti.

    Parameters
    ----------
    x, y : str
        Columns; rows come in the order of ``x``.
    panels : sequence of (name, where)
        ``web/atlas.js`` lays them out by the width that there is.
    """
    places = range(len(panels))
    hidden: Option = {"axisTick": {"show": False}, "axisLine": {"show": False}}
    return frame(
        dataset=[{"id": "all"}, *(filtered(where) for _, where in panels)],
        multiples=[name for name, _ in panels],
        xAxis=[
            {"type": "category", "gridIndex": n, **hidden, "axisLabel": {"interval": 99}}
            for n in places
        ],
        yAxis=[
            {"type": "value", "gridIndex": n, "min": 0, "max": "fn:most_of_y", "splitNumber": 2}
            | {"axisLabel": {"showMaxLabel": False}}
            for n in places
        ],
        series=[
            {
                "type": "line",
                "name": name,
                "datasetIndex": n + 1,
                "xAxisIndex": n,
                "yAxisIndex": n,
                "encode": {"x": x, "y": y, "tooltip": [x, y]},
                "color": PALETTE[0],
                "symbolSize": 5,
                "areaStyle": {"opacity": 0.12},
            }
            for n, (name, _) in enumerate(panels)
        ],
    )


def bars(
    category: Name,
    series: Sequence[tuple[Name, str]],
    *,
    where: Mapping[str, Any] | None = None,
    value_name: Name = "",
    is_horizontal: bool = True,
    stack: bool = False,
    interval: tuple[str, str] | None = None,
) -> Option:
    """Return a bar chart; ``interval`` names the columns of lower and upper ends.

    Parameters
    ----------
    category : str or both(…)
        Column with the names of the bars.
    series : sequence of (name, column)
    """
    along, across = ("y", "x") if is_horizontal else ("x", "y")
    drawn: list[dict[str, Any]] = [
        {
            "type": "bar",
            "name": name,
            "datasetIndex": 1,
            "encode": {along: category, across: column, "tooltip": [column]},
            "barMaxWidth": 22,
            **({"stack": "all"} if stack else {}),
            **({"itemStyle": {"opacity": 0.6}} if interval else {}),
        }
        for name, column in series
    ]
    if interval:
        drawn.append(
            {
                "type": "custom",
                "datasetIndex": 1,
                "renderItem": "fn:interval_across" if is_horizontal else "fn:interval_upright",
                "encode": {along: category, across: list(interval), "tooltip": list(interval)},
                "itemStyle": {"color": "#26323a"},
                "z": 5,
            }
        )
    label = {"interval": 0, "width": 190, "overflow": "truncate"}
    categories: Option = {"type": "category", "axisLabel": label, "inverse": is_horizontal}
    values: Option = {"type": "value", "name": value_name}
    if is_horizontal:
        values |= axis_name(value_name)
    return frame(
        dataset=[{"id": "all"}, filtered(where)],
        legend=LEGEND if len(series) > 1 else {"show": False},
        grid=GRID if len(series) > 1 or not is_horizontal else {**GRID, "top": 12},
        xAxis=values if is_horizontal else categories,
        yAxis=categories if is_horizontal else values,
        series=drawn,
    )


def heatmap(
    x: Name,
    y: Name,
    value: str,
    *,
    where: Mapping[str, Any] | None = None,
    is_diverging: bool = False,
) -> Option:
    """Return a grid of coloured cells with their values."""
    colors = (
        ["#1f5c7a", "#f6f3ec", "#c8553d"] if is_diverging else ["#f6f3ec", "#e3a23c", "#c8553d"]
    )
    return frame(
        dataset=[{"id": "all"}, filtered(where)],
        xAxis={"type": "category", "axisLabel": {"interval": 0, "rotate": 40}},
        yAxis={"type": "category", "axisLabel": {"interval": 0}, "inverse": True},
        visualMap={
            "dimension": value,
            "calculable": True,
            "orient": "horizontal",
            "left": "center",
            "bottom": 0,
            "min": "fn:least",
            "max": "fn:most",
            "inRange": {"color": colors},
        },
        grid={**GRID, "bottom": 70},
        series=[
            {
                "type": "heatmap",
                "datasetIndex": 1,
                "encode": {"x": x, "y": y, "value": value, "tooltip": [value]},
                "label": {"show": True, "fontSize": 9, "formatter": "fn:cell"},
            }
        ],
    )


def points(
    x: str,
    y: str,
    name: Name,
    *,
    x_name: Name,
    y_name: Name,
    groups: Sequence[tuple[Name, Mapping[str, Any]]] = (),
    diagonal: bool = False,
    is_log: bool = False,
) -> Option:
    """Return a scatter of two columns, coloured by group; ``diagonal`` draws where they agree."""
    datasets: list[dict[str, Any]] = [{"id": "all"}]
    drawn: list[dict[str, Any]] = []
    for label, where in groups or [("", {})]:
        datasets.append(filtered(where))
        drawn.append(
            {
                "type": "scatter",
                "name": label,
                "datasetIndex": len(datasets) - 1,
                "symbolSize": 9,
                "encode": {"x": x, "y": y, "itemName": name, "tooltip": [x, y]},
            }
        )
    if diagonal:
        drawn.append(
            {
                "type": "line",
                "data": "fn:diagonal",
                "symbol": "none",
                "silent": True,
                "lineStyle": {"type": "dashed", "color": "#888888"},
                "tooltip": {"show": False},
            }
        )
    kind = {"type": "log", "axisLabel": {"formatter": "fn:power"}} if is_log else {"type": "value"}
    return frame(
        dataset=datasets,
        legend=LEGEND if len(groups) > 1 else {"show": False},
        xAxis={
            **kind,
            "name": x_name,
            "nameLocation": "middle",
            "nameGap": 28,
            "scale": True,
        },
        yAxis={**LEFT_NAME, **kind, "name": y_name, "scale": True},
        grid={**GRID, "bottom": 36},
        series=drawn,
    )


def dots(
    category: Name,
    value: str,
    *,
    interval: tuple[str, str],
    middle: str,
    label: Name,
    value_name: Name = "",
    where: Mapping[str, Any] | None = None,
) -> Option:
    """Return values as dots on their intervals, a tick at the middle and a label at the end.

    Parameters
    ----------
    category : str or both(…)
        Column with the names; the first row stands on top and is accented.
    value, middle : str
        Columns of the dot and the tick; both ends of ``interval`` may be null.
    """
    return frame(
        dataset=[{"id": "all"}, filtered(where)],
        xAxis={"type": "value", "scale": True, **axis_name(value_name)},
        yAxis={
            "type": "category",
            "inverse": True,
            "axisLabel": {"interval": 0, "width": 150, "overflow": "truncate", "fontSize": 13},
            "axisTick": {"show": False},
            "axisLine": {"show": False},
        },
        grid={**GRID, "right": 90, "top": 12, "bottom": 34 if value_name else 12},
        series=[
            {
                "type": "custom",
                "datasetIndex": 1,
                "renderItem": "fn:dot",
                "label_column": label,
                "encode": {
                    "y": category,
                    "x": [value, *interval, middle],
                    "tooltip": [value, *interval, middle],
                },
                "z": 5,
            }
        ],
    )


def slopes(name: Name, ends: tuple[str, str], change: str, *, labels: tuple[str, str]) -> Option:
    """Return a line for every row between two ranks; the furthest movers are coloured and named.

    Parameters
    ----------
    ends : (str, str)
        Columns with the ranks at both ends.
    change : str
        Column with the places risen.
    labels : (str, str)
        What stands below both ends.
    """
    return frame(
        xAxis={
            "type": "category",
            "data": list(labels),
            "boundaryGap": False,
            "axisLine": {"show": False},
            "axisTick": {"show": False},
        },
        yAxis={"type": "value", "inverse": True, "min": 1, "show": False},
        grid={"left": 130, "right": 150, "top": 14, "bottom": 26},
        series="fn:slopes",
        slopes={"name": name, "ends": list(ends), "change": change},
    )
