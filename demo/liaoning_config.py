"""study.yml and source mappings of the demo study liaoning."""

from pathlib import Path
from typing import Any

from demo import liaoning_network
from demo.liaoning_cities import FIRST_YEAR, LAST_YEAR
from demo.liaoning_faults import ECONOMY, RESEARCH
from demo.liaoning_files import (
    CULTURE,
    CULTURE_FILE,
    CULTURE_SHEET,
    DOWNLOADS,
    ECONOMY_FILE,
    HEADINGS,
    RESEARCH_FILE,
    STUDY,
)
from demo.liaoning_models import region_groups, regressions, spatial, variables
from demo.liaoning_panel import UNITS
from demo.liaoning_var import VARIABLES
from demo.writing import write_yaml

MADE = "Written by python -m demo; the data are synthetic. See README.md."
# Units that differ from the library's, and two indices that only this study has.
CHANGED: dict[str, dict[str, Any]] = {
    "rd_expenditure": {"unit": "亿元"},
    "culture_spending_per_person": {"unit": "万元/人"},
    "industrial_upgrading_index": {
        "name": {"zh": "产业结构升级指数", "en": "Industrial upgrading index"},
        "dimension": "economic_base",
        "direction": "positive",
        "unit": "指数",
        "valid_min": 0,
    },
    "tertiary_upgrading_index": {
        "name": {"zh": "第三产业升级指数", "en": "Tertiary upgrading index"},
        "dimension": "economic_base",
        "direction": "positive",
        "unit": "指数",
        "valid_min": 0,
    },
}

# Variables of the regressions and masses of the networks: they say nothing about culture.
ECONOMY_ONLY = {
    *("gdp", "primary_output", "secondary_output", "tertiary_output", "resident_population"),
    *("employment", "fixed_investment", "consumption"),
    *("industrial_upgrading_index", "tertiary_upgrading_index"),
}


def study() -> dict[str, Any]:
    """Return study.yml."""
    return {
        "code": STUDY,
        "name": {
            "zh": "辽宁文化产业与数字技术（合成数据）",
            "en": "Culture and digital technology in Liaoning (synthetic)",
        },
        "description": "Synthetic panel of 14 cities, calibrated to published figures.",
        "is_synthetic": True,
        "years": {"first": FIRST_YEAR, "last": LAST_YEAR},
        "units": {"level": "prefecture", "within": ["辽宁省"]},
        "indicators": [
            {
                "code": code,
                **CHANGED.get(code, {}),
                **({"in_index": False} if code in ECONOMY_ONLY else {}),
            }
            for code in UNITS
        ],
        "networks": liaoning_network.networks(),
        "variables": variables(),
        "region_groups": region_groups(),
        "regressions": regressions(),
        "spatial": spatial(),
        "var_models": var_models(),
    }


def var_models() -> list[dict[str, Any]]:
    """Return P2 §3.4 as a panel VAR, in the order that its Table 5 implies, and corrected for bias.

    The first is planted; the second shows what short panels do to it.
    """
    codes = {"ln_dt": VARIABLES[0], "ln_wsb": VARIABLES[1], "ln_wfb": VARIABLES[2]}
    names = {
        "digital_upgrading": {
            "zh": "数字技术与文化产业升级",
            "en": "Digital technology and the upgrading of the cultural industry",
        },
        "digital_upgrading_corrected": {
            "zh": "数字技术与文化产业升级（偏差修正）",
            "en": "The same, corrected for the bias of a ten-year panel",
        },
    }
    estimated = [{"bias_correction": "none", "bands": {"method": "unit_block"}}, {}]
    return [
        {
            "code": code,
            "name": name,
            "kind": "panel_var",
            "variables": [
                {"code": variable, "variable": indicator, "log": True}
                for variable, indicator in codes.items()
            ],
            "lags": 1,
            "horizon": 10,
            **how,
        }
        for (code, name), how in zip(names.items(), estimated, strict=True)
    ]


def sources() -> dict[str, dict[str, Any]]:
    """Return the source mappings by code."""
    economy = _values(ECONOMY)
    economy[0] = {**economy[0], "unit": {"column": "就业单位"}}
    return {
        "culture": {
            "file": CULTURE_FILE,
            "sheet": CULTURE_SHEET,
            "unit": {"name": "城市"},
            "year": {"column": "年份"},
            "values": _values(CULTURE),
        },
        "nbs_downloads": {
            "extends": "nbs_province_annual",
            "file": "tables/分市年度数据*.csv",
            "level": "prefecture",
            "indicators": {
                label.split("(")[0]: indicator for indicator, label, _ in DOWNLOADS.values()
            },
        },
        "research": {
            "file": RESEARCH_FILE,
            "description": "Research and resources; cities in Chinese and in English",
            "unit": {"name": "城市"},
            "year": {"column": "年份"},
            "values": _values(RESEARCH),
        },
        "economy": {
            "file": ECONOMY_FILE,
            "description": "Codes instead of names; every line names the unit of employment",
            "encoding": "gb18030",
            "unit": {"code": "行政区划代码"},
            "year": {"column": "年份"},
            "values": economy,
        },
    }


def _values(table: str) -> list[dict[str, Any]]:
    """Return the value columns of a table; the unit stands in the heading's brackets."""
    return [
        {"column": heading, "indicator": code, "unit": heading.partition("(")[2][:-1]}
        for code, (heading, _, _) in HEADINGS[table].items()
    ]


def write(folder: Path) -> None:
    """Write study.yml and sources/*.yml."""
    write_yaml(folder / "study.yml", study(), MADE)
    for code, mapping in sources().items():
        write_yaml(folder / "sources" / f"{code}.yml", mapping, MADE)
