"""ECharts options for maps: units as points at their coordinates, links between them.

No boundaries are drawn: those at hand are of unclear licence.
"""

from collections.abc import Mapping
from typing import Any

from wenmai.atlas.blocks import Option
from wenmai.atlas.charts import GRID, PALETTE, Name, filtered, frame


def places(
    name: Name, value: str, *, value_name: Name, where: Mapping[str, Any] | None = None
) -> Option:
    """Return units as points on longitude and latitude, coloured and sized by a value."""
    return frame(
        dataset=[{"id": "all"}, filtered(where)],
        tooltip={"trigger": "item", "confine": True},
        xAxis={
            "type": "value",
            "scale": True,
            "name": {"zh": "东经", "en": "°E"},
            "splitLine": {"show": False},
        },
        yAxis={
            "type": "value",
            "scale": True,
            "name": {"zh": "北纬", "en": "°N"},
            "splitLine": {"show": False},
        },
        visualMap={
            "type": "continuous",
            "dimension": value,
            "calculable": True,
            "orient": "horizontal",
            "left": "center",
            "bottom": 0,
            "text": [value_name, ""],
            "min": "fn:least",
            "max": "fn:most",
            "inRange": {"color": ["#cfe0e8", "#1f5c7a", "#c8553d"], "symbolSize": [8, 26]},
        },
        grid={**GRID, "bottom": 70},
        series=[
            {
                "type": "scatter",
                "datasetIndex": 1,
                "encode": {"x": "longitude", "y": "latitude", "tooltip": [value], "itemName": name},
                "label": {"show": True, "position": "right", "fontSize": 10, "formatter": "{b}"},
                "labelLayout": {"hideOverlap": True},
            }
        ],
    )


def link_map(*, where: Mapping[str, Any], value: str) -> Option:
    """Return links between coordinates, wider where the value is larger.

    The answer has the columns ``from_longitude``, ``from_latitude``, ``to_longitude``,
    ``to_latitude``, ``from_zh``, ``from_en``, ``to_zh``, ``to_en`` and the value.
    """
    ends = ["from_longitude", "from_latitude", "to_longitude", "to_latitude", value]
    shared: Option = {"type": "value", "scale": True, "splitLine": {"show": False}}
    places_of = {
        "type": "scatter",
        "datasetIndex": 1,
        "symbolSize": 9,
        "color": PALETTE[1],
        "z": 4,
        "labelLayout": {"hideOverlap": True},
        "label": {"show": True, "position": "right", "fontSize": 10, "formatter": "{b}"},
    }
    names = {"zh": "{0}_zh", "en": "{0}_en"}
    return frame(
        dataset=[{"id": "all"}, filtered(where)],
        xAxis={**shared, "name": {"zh": "东经", "en": "°E"}},
        yAxis={**shared, "name": {"zh": "北纬", "en": "°N"}},
        series=[
            {
                "type": "custom",
                "datasetIndex": 1,
                "renderItem": "fn:link",
                "encode": {"x": [ends[0], ends[2]], "y": [ends[1], ends[3]], "tooltip": [value]},
            },
            *(
                {
                    **places_of,
                    "encode": {
                        "x": f"{end}_longitude",
                        "y": f"{end}_latitude",
                        "itemName": {key: text.format(end) for key, text in names.items()},
                        "tooltip": [],
                    },
                }
                for end in ("from", "to")
            ),
        ],
    )
