"""ECharts options for maps: units as points at their coordinates or as tiles, links between them.

Boundaries are drawn where the study brings them; those at hand are of unclear licence.
"""

from collections.abc import Mapping
from typing import Any

from wenmai.atlas.blocks import Option
from wenmai.atlas.charts import GRID, PALETTE, Name, filtered, frame

# Room for the name of the easternmost place, which stands to its right.
NAMED_GRID = {**GRID, "right": 96}
COLORS = ["#cfe0e8", PALETTE[0], PALETTE[1]]
LAND = {"areaColor": "#efece3", "borderColor": "#b9b2a0"}


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
            "inRange": {"color": COLORS, "symbolSize": [8, 26]},
        },
        grid={**NAMED_GRID, "bottom": 70},
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


def tiles(
    name: Name, value: str, *, value_name: Name, where: Mapping[str, Any] | None = None
) -> Option:
    """Return one tile a row at ``tile_column`` and ``tile_row``, coloured by a value."""
    hidden: Option = {"type": "value", "show": False}
    return frame(
        dataset=[{"id": "all"}, filtered(where)],
        xAxis={**hidden, "min": -0.5, "max": "fn:last_column"},
        yAxis={**hidden, "inverse": True, "min": -0.5, "max": "fn:last_row"},
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
            "precision": 2,
            "inRange": {"color": ["#efe6da", "#d39a7c", "#95311f"]},
        },
        grid={"left": 4, "right": 4, "top": 4, "bottom": 60},
        series=[
            {
                "type": "custom",
                "datasetIndex": 1,
                "renderItem": "fn:tile",
                "name_column": name,
                "encode": {
                    "x": "tile_column",
                    "y": "tile_row",
                    "itemName": name,
                    "value": value,
                    "tooltip": [value],
                },
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
        grid=NAMED_GRID,
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


def areas(
    name: Name,
    value: str,
    *,
    value_name: Name,
    boundaries: str,
    where: Mapping[str, Any] | None = None,
) -> Option:
    """Return the boundaries of units coloured by a value, with a named point in each.

    Parameters
    ----------
    name : str or both(…)
        Column with the names of the units; ``unit_code`` holds their codes.
    value : str
        Column that colours.
    boundaries : str
        Code of the map; its features have the property ``code``.
    """
    option = on_map(places(name, value, value_name=value_name, where=where), boundaries)
    (points,) = option["series"]
    colored = {
        "type": "map",
        "geoIndex": 0,
        "data": "fn:areas",
        "column": value,
        "names": name,
        "color": LAND["areaColor"],  # of what has no value
    }
    option["visualMap"] |= {
        "seriesIndex": [0],
        "dimension": 0,
        "column": value,
        "inRange": {"color": COLORS},
    }
    option["geo"] |= {"silent": False}
    option["tooltip"] |= {"formatter": "fn:place"}
    option["series"] = [colored, {**points, "symbolSize": 5, "color": "#26323a", "z": 4}]
    return option


def on_map(option: Option, boundaries: str) -> Option:
    """Return an option whose series lie on boundaries instead of on two axes."""
    kept = {key: part for key, part in option.items() if key not in {"xAxis", "yAxis", "grid"}}
    series = [
        {
            **one,
            "coordinateSystem": "geo",
            "encode": {
                {"x": "lng", "y": "lat"}.get(key, key): column
                for key, column in one["encode"].items()
            },
        }
        for one in option["series"]
    ]
    ground = {
        "map": boundaries,
        "boundingCoords": "fn:bounds",
        "nameProperty": "code",
        "itemStyle": LAND,
        "emphasis": {"label": {"show": False}, "itemStyle": LAND},
        "silent": True,
        "top": 20,
        "bottom": 70,
    }
    return {**kept, "geo": ground, "series": series}
