"""Studies to ingest, and a look into the raw tables."""

from collections.abc import Callable
from typing import Any

import duckdb
import pytest

from wenmai.ingest.run import all_tables
from wenmai.settings import Settings

STUDY = """\
code: {code}
name: {{zh: 东部, en: East}}
description: A small study.
is_synthetic: true
years: {{first: 2018, last: 2019}}
units: {{level: prefecture, include: [大连, 沈阳]}}
indicators:
  - code: gdp
  - code: culture_revenue
    max_gap_years: 1
index: {{winsor_lower: 0.05, extend_edges: true}}
"""

MAPPING = """\
file: tables/values.csv
description: Values of two cities.
priority: 7
unit: {name: 城市}
year: {column: 年份}
values:
  - {column: 地区生产总值, indicator: gdp, unit: 亿元}
  - {column: 文化收入, indicator: culture_revenue, unit: 万元}
"""

VALUES = """\
城市,年份,地区生产总值,文化收入
沈阳,2018,6292.4,1000
大连,2018,7668.5,
沈阳, 2019,6470.3,=1+1
"""

CORRECTIONS = "unit,year,indicator,expect,value,reason\n沈阳,2018,gdp,6292.4,6292.5,misprint\n"


@pytest.fixture
def make_study(settings: Settings) -> Callable[..., Any]:
    def make(code: str = "east", values: str = VALUES) -> Any:
        folder = settings.landing[0] / code
        for name, content in {
            "study.yml": STUDY.format(code=code),
            "sources/values.yml": MAPPING,
            "tables/values.csv": values,
            "corrections.csv": CORRECTIONS,
        }.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(content, encoding="utf-8")
        return folder

    return make


@pytest.fixture
def raw(settings: Settings) -> Callable[[str], list[dict[str, Any]]]:
    """Return the rows of a raw table as mappings."""

    def read(table: str) -> list[dict[str, Any]]:
        with duckdb.connect(str(settings.build_file), read_only=True) as connection:
            found = connection.execute(f"select * from raw.{table}")
            names = [column[0] for column in found.description]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    return read


@pytest.fixture
def all_raw(raw: Callable[[str], list[dict[str, Any]]]) -> Callable[[], dict[str, Any]]:
    """Return every raw table without what differs between two loads of the same input."""
    differing = {"_load_id", "started_at", "modified_at", "release_id"}

    def read() -> dict[str, Any]:
        return {
            table.name: [
                {name: value for name, value in row.items() if name not in differing}
                for row in raw(table.name)
            ]
            for table in all_tables()
        }

    return read
