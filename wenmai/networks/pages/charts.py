"""ECharts options for networks beside their map: links on a circle, and concentration."""

from collections.abc import Mapping
from typing import Any

from wenmai.atlas.blocks import Option
from wenmai.atlas.charts import LEGEND, Name, bars, frame


def pareto(
    category: Name, value: str, cumulative: str, *, value_name: Name, where: Mapping[str, Any]
) -> Option:
    """Return bars in falling order with the line of their cumulative share."""
    option = bars(category, [(value_name, value)], where=where, is_horizontal=False)
    option["xAxis"]["axisLabel"] = {"interval": 0, "rotate": 45}
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
    )
