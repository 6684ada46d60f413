"""study.yml, source mappings and README of the demo study northeast."""

from pathlib import Path
from typing import Any

from demo import northeast_document_files, northeast_labels, northeast_network_files
from demo.northeast_cities import DIMENSIONS, FIRST_YEAR, LAST_YEAR
from demo.northeast_faults import COLUMNS, ENTERPRISES, POLICY, TECHNOLOGY
from demo.northeast_files import (
    DOWNLOADS,
    ENTERPRISE_FILE,
    HEADINGS,
    POLICY_FILE,
    STUDY,
    TECHNOLOGY_FILE,
    TECHNOLOGY_SHEET,
    TOURISM_FILE,
    YEARBOOK,
    YEARBOOK_FILE,
)
from demo.northeast_indicators import INDICATORS
from demo.writing import write_yaml

MADE = "Written by python -m demo; the data are synthetic. See README.md."
NEW_INDICATOR = {
    "code": "engel_coefficient",
    "name": {"zh": "恩格尔系数", "en": "Engel coefficient"},
    "dimension": "market_realization",
    "direction": "negative",
    "unit": "%",
    "valid_min": 0,
    "valid_max": 100,
}


def study() -> dict[str, Any]:
    """Return study.yml: indicators come from the library, one is defined here."""
    return {
        "code": STUDY,
        "name": {
            "zh": "东北文化创意产业创新驱动（合成数据）",
            "en": "Culture-driven innovation in Northeast China (synthetic)",
        },
        "description": "Synthetic panel of 36 units, calibrated to published figures.",
        "is_synthetic": True,
        "years": {"first": FIRST_YEAR, "last": LAST_YEAR},
        "units": {"level": "prefecture", "within": ["辽宁省", "吉林省", "黑龙江省"]},
        "dimensions": list(DIMENSIONS),
        "indicators": [
            NEW_INDICATOR if item.code == NEW_INDICATOR["code"] else {"code": item.code}
            for item in INDICATORS
        ],
        "documents": northeast_document_files.sections(),
        "networks": northeast_network_files.networks(),
        "paths": northeast_labels.section(),
    }


def sources() -> dict[str, dict[str, Any]]:
    """Return the source mappings by code."""
    return {
        "enterprises": {
            "file": ENTERPRISE_FILE,
            "description": "Cultural enterprises and patents; cities in mixed spellings",
            "unit": {"name": "城市"},
            "year": {"column": "年份"},
            "values": [_value(code) for code in COLUMNS[ENTERPRISES]],
        },
        "nbs_downloads": {
            "extends": "nbs_province_annual",
            "file": "tables/分市年度数据*.csv",
            "level": "prefecture",
            "indicators": {
                label.split("(")[0]: indicator for indicator, label, _ in DOWNLOADS.values()
            },
        },
        "technology": {
            "file": TECHNOLOGY_FILE,
            "sheet": TECHNOLOGY_SHEET,
            "unit": {"name": "城市", "code": "城市代码", "within": "省份"},
            "year": {"column": "年度"},
            "values": [_value(code) for code in COLUMNS[TECHNOLOGY]],
        },
        "policy": {
            "file": POLICY_FILE,
            "description": "Policy and resources; every line names the unit of its funds",
            "unit": {"name": "地区"},
            "year": {"column": "年度"},
            "values": [
                {
                    "column": HEADINGS["culture_special_funds"][0],
                    "indicator": "culture_special_funds",
                    "unit": {"column": "资金单位"},
                },
                *(_value(code) for code in COLUMNS[POLICY][1:]),
            ],
        },
        "tourism": {
            "file": TOURISM_FILE,
            "description": "Codes instead of names; the last year is preliminary",
            "encoding": "gb18030",
            "unit": {"code": "行政区划代码"},
            "year": {"column": "year"},
            "values": [_value(code) for code in YEARBOOK],
            "stop_at": ["^注：", "^数据来源："],
        },
        **{
            f"yearbook_{year}": _yearbook(year, sheet)
            for year, sheet in ((LAST_YEAR - 1, "2-7"), (LAST_YEAR, "2-8"))
        },
    }


def _value(indicator: str) -> dict[str, str]:
    heading = HEADINGS[indicator][0]
    unit = heading[heading.index("(") + 1 : -1]
    return {"column": heading, "indicator": indicator, "unit": unit}


def _yearbook(year: int, sheet: str) -> dict[str, Any]:
    sites, reach, engel = (_value(code) for code in YEARBOOK)
    return {
        "file": YEARBOOK_FILE,
        "description": f"Bilingual yearbook page {sheet} for {year}; wins over older tables",
        "priority": 10,
        "sheet": sheet,
        "heading": {"rows": 2},
        "unit": {"name": "城市"},
        "year": {"value": year},
        "values": [
            {"columns": [sites["column"], "全市"], **{k: sites[k] for k in ("indicator", "unit")}},
            reach,
            engel,
        ],
        "skip": ["续表"],
    }


def write(folder: Path) -> None:
    """Write study.yml and sources/*.yml."""
    write_yaml(folder / "study.yml", study(), MADE)
    for code, mapping in sources().items():
        write_yaml(folder / "sources" / f"{code}.yml", mapping, MADE)
