"""ECharts options for networks beside their map: links on a circle, and concentration."""

from collections.abc import Mapping
from typing import Any

from wenmai.atlas.blocks import Option
from wenmai.atlas.charts import GRID, LEGEND, Name, bars, frame


def pareto(
    category: Name, value: str, cumulative: str, *, value_name: Name, where: Mapping[str, Any]
) -> Option:
    """Return bars in falling order with the line of their cumulative share."""
    option = bars(category, [(value_name, value)], where=where, is_horizontal=False)
    option["xAxis"]["axisLabel"] = {"rotate": 45, "fontSize": 10, "hideOverlap": True}
    option["yAxis"] = [
        {"type": "value", "name": value_name},
        {"type": "value", "min": 0, "max": 1, "splitLine": {"show": False}},
    ]
    option["series"].append(
        {
            "type": "line",
            "name": {"zh": "累计份额", "en": "Cumulative share"},
            "datasetIndex": 1,
            "yAxisIndex": 1,
            "encode": {"x": category, "y": cumulative, "tooltip": [cumulative]},
        }
    )
    return {**option, "legend": LEGEND}


def circle(has_names: bool = False) -> Option:
    """Return nodes on a circle with their links; rows name from_name, to_name and strength.

    Names stand outside on the nodes' radii where ``has_names``, as far as they do not overlap.
    """
    named: Option = {
        "circular": {"rotateLabel": True},
        "label": {"show": True, "fontSize": 10, "width": 68, "overflow": "truncate"},
        "labelLayout": {"hideOverlap": True},
        **{"left": 82, "right": 82, "top": 82, "bottom": 82},
    }
    # on a telephone the circle needs the room more than long names do
    narrow = {"label": {"width": 46}, **{"left": 56, "right": 56, "top": 56, "bottom": 56}}
    return frame(
        dataset=[{"id": "all"}],
        series=[
            {
                "type": "graph",
                "layout": "circular",
                "data": "fn:circle_nodes",
                "links": "fn:circle_links",
                "roam": True,
                "label": {"show": False},
                "emphasis": {"focus": "adjacency", "label": {"show": True}},
                "lineStyle": {"curveness": 0.25, "opacity": 0.35},
                **(named if has_names else {}),
            }
        ],
        grid={"show": False},
        **(
            {"media": [{"query": {"maxWidth": 480}, "option": {"series": [narrow]}}]}
            if has_names
            else {}
        ),
    )


def graph() -> Option:
    """Return nodes where their rows place them, by role; ``web/networks.js`` draws them."""
    return frame(
        legend=LEGEND,
        series=[
            {
                "type": "graph",
                "layout": "none",
                "data": "fn:graph_nodes",
                "links": "fn:graph_links",
                "categories": "fn:graph_roles",
                "roam": True,
                "label": {"show": True, "position": "bottom", "fontSize": 11, "distance": 2},
                "labelLayout": {"hideOverlap": True},
                "emphasis": {"focus": "adjacency"},
                "lineStyle": {"color": "#5f6b7a", "curveness": 0.12},
                **{"left": 66, "right": 66, "top": 40, "bottom": 26},
            }
        ],
        grid={"show": False},
    )


def matrix() -> Option:
    """Return links as cells from row to column, nodes in the order of their degree."""
    names: Option = {"type": "category", "data": "fn:matrix_names", "axisTick": {"show": False}}
    return frame(
        xAxis={
            **names,
            "position": "top",
            "axisLabel": {"interval": 0, "rotate": 60, "fontSize": 10},
        },
        yAxis={**names, "inverse": True, "axisLabel": {"interval": 0, "fontSize": 10}},
        visualMap={
            "min": 0,
            "max": "fn:matrix_most",
            "dimension": 2,
            "calculable": True,
            "orient": "horizontal",
            "left": "center",
            "bottom": 0,
            "precision": 2,
            "inRange": {"color": ["#efe6da", "#d39a7c", "#95311f"]},
        },
        grid={**GRID, "top": 12, "bottom": 60},
        series=[{"type": "heatmap", "data": "fn:matrix_cells"}],
    )
