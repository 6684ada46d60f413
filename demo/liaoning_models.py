"""The models of P2 §3.2 and §3.3 as the demo study liaoning declares them.

Table 2 prints three R² and a Wald statistic, as a random-effects model does; Table 3 prints one
R² and F. Table 4 holds within the regions (see :mod:`demo.liaoning_panel`). Fig 6 draws digital
income over culture income.
"""

from typing import Any

from demo.liaoning_cities import CITIES, REGIONS
from demo.liaoning_panel import DRIVERS, TABLE_2

REGION_NAMES = {
    "center": {"zh": "中心节点", "en": "Center"},
    "sub_node": {"zh": "次级节点", "en": "Sub-node"},
    "edge": {"zh": "边缘节点", "en": "Edge node"},
}


def variables() -> list[dict[str, Any]]:
    """Return the agglomeration of the cultural industry: its location quotient in GDP."""
    return [
        {
            "code": "culture_agglomeration",
            "name": {"zh": "文化产业集聚度", "en": "Agglomeration of the cultural industry"},
            "location_quotient": {"part": "culture_income", "whole": "gdp"},
        }
    ]


def region_groups() -> list[dict[str, Any]]:
    """Return the three groups of Table 4."""
    return [
        {
            "code": region,
            "name": REGION_NAMES[region],
            "units": [city.name for city in CITIES if city.region == region],
        }
        for region in REGIONS
    ]


def regressions() -> list[dict[str, Any]]:
    """Return the panel models, in the order of the paper."""
    culture = {"dependent": "culture_income", "regressors": list(TABLE_2), "logs": True}
    upgrading = {"regressors": list(DRIVERS), "logs": True}
    return [
        {
            "code": "culture_development",
            "name": {
                "zh": "文化产业发展的影响因素",
                "en": "What drives the development of the cultural industry",
            },
            **culture,
            "effects": "random",
        },
        {
            "code": "culture_development_spatial",
            "name": {
                "zh": "文化产业发展的空间溢出",
                "en": "Spatial spillovers of the development of the cultural industry",
            },
            **culture,
            "effects": "fixed",
            "spatial": {"model": "lag", "weights": "nearest_cities"},
        },
        {
            "code": "digital_on_culture",
            "name": {"zh": "文化产业与数字技术", "en": "Digital technology and culture"},
            "dependent": "digital_culture_income",
            "regressors": ["culture_income"],
            "logs": True,
            "effects": "pooled",
        },
        {
            "code": "industrial_upgrading",
            "name": {"zh": "产业结构升级", "en": "Industrial structure upgrading"},
            "dependent": "industrial_upgrading_index",
            **upgrading,
            "effects": "pooled",
        },
        {
            "code": "tertiary_upgrading",
            "name": {"zh": "第三产业结构升级", "en": "Tertiary industry upgrading"},
            "dependent": "tertiary_upgrading_index",
            **upgrading,
            "effects": "pooled",
        },
        {
            "code": "tertiary_upgrading_in",
            "name": {"zh": "第三产业结构升级", "en": "Tertiary industry upgrading"},
            "dependent": "tertiary_upgrading_index",
            **upgrading,
            "effects": "fixed",
            "by_region_group": list(REGIONS),
        },
    ]


def spatial() -> dict[str, Any]:
    """Return weights by distance and by a network, and where Moran's I is measured."""
    return {
        "weights": [
            {
                "code": "nearest_cities",
                "name": {"zh": "最近四城", "en": "Four nearest cities"},
                "kind": "knn",
                "neighbors": 4,
            },
            {
                "code": "travel_links",
                "name": {"zh": "时间距离网络", "en": "Links of the network by travel time"},
                "kind": "network",
                "network": "culture_travel",
            },
        ],
        "moran": {"variables": ["culture_income", "digital_culture_income"], "logs": True},
    }
