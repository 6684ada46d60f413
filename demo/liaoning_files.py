"""The files of the demo study liaoning."""

from collections.abc import Callable, Sequence
from pathlib import Path

from demo.faults import Cell, FaultLine
from demo.liaoning_cities import CITIES, FIRST_YEAR, LAST_YEAR, YEARS, City
from demo.liaoning_faults import (
    ALREADY_FIXED,
    ECONOMY,
    FAULTS,
    MISPRINT,
    PATENTS,
    RESEARCH,
    TOURISM,
)
from demo.liaoning_panel import UNITS, Panel
from demo.planting import plant_all
from demo.tables import Table, download, insert_measure_unit, long_table
from demo.writing import write_csv, write_xlsx

STUDY = "liaoning"
CULTURE, CULTURE_FILE, CULTURE_SHEET = "culture", "tables/辽宁文化产业.xlsx", "文化产业"
RESEARCH_FILE = "tables/科技创新与文化资源.csv"
ECONOMY_FILE = "tables/就业投资与产业结构.csv"
# Heading, and what one canonical unit is in the file's unit of measure with its decimals.
HEADINGS: dict[str, dict[str, tuple[str, float, int]]] = {
    CULTURE: {
        "culture_income": ("文化文物机构总收入(亿元)", 1e-4, 4),
        "digital_culture_income": ("数字文化产业营业收入(万元)", 1, 0),
        "culture_service_share": ("文化服务业增加值占比(%)", 1, 3),
        "design_service_share": ("创意设计服务增加值占比(%)", 1, 3),
    },
    RESEARCH: {
        "rd_expenditure": ("研发经费内部支出(万元)", 1e4, 0),
        "museums": ("博物馆数(个)", 1, 0),
        "culture_spending_per_person": ("城镇居民人均教育文化娱乐支出(元/人)", 1e4, 0),
        "patent_enforcement_cases": ("专利执法结案数(件)", 1, 0),
    },
    ECONOMY: {
        "employment": ("就业人员", 1, 2),
        "fixed_investment": ("固定资产投资(亿元)", 1, 2),
        "consumption": ("居民消费水平(元/人)", 1, 0),
        "primary_output": ("第一产业增加值(亿元)", 1, 2),
        "secondary_output": ("第二产业增加值(亿元)", 1, 2),
        "tertiary_output": ("第三产业增加值(亿元)", 1, 2),
        "industrial_upgrading_index": ("产业结构升级指数(指数)", 1, 3),
        "tertiary_upgrading_index": ("第三产业升级指数(指数)", 1, 3),
    },
}
DOWNLOADS = {
    "gdp": ("gdp", "地区生产总值(亿元)", "分市年度数据.csv"),
    "population": ("resident_population", "年末常住人口(万人)", "分市年度数据 (1).csv"),
    PATENTS: ("patents_granted", "专利授权数(件)", "分市年度数据 (2).csv"),
    TOURISM: ("tourism_income", "旅游收入(亿元)", "分市年度数据 (3).csv"),
}
Number = Callable[[City, int, str], Cell]


def numbers(panel: Panel) -> Number:
    """Return a look-up of values as the files print them."""
    scales = {code: row for table in HEADINGS.values() for code, row in table.items()}

    def number(city: City, year: int, indicator: str) -> Cell:
        _, scale, decimals = scales.get(indicator, ("", 1.0, UNITS[indicator][1]))
        value = panel.values[indicator][CITIES.index(city), year - FIRST_YEAR]
        return f"{value * scale:.{decimals}f}"

    return number


def make_tables(panel: Panel) -> list[Table]:
    """Return all tables without faults."""
    number = numbers(panel)

    def long(table: Table, name: Callable[[City, int], Cell]) -> Table:
        headings = {code: row[0] for code, row in HEADINGS[table.key].items()}
        return long_table(table, CITIES, YEARS, headings=headings, number=number, name=name)

    culture = long(Table(CULTURE, CULTURE_FILE, CULTURE_SHEET), lambda city, _: city.short_name)
    culture.body = [
        [line[0], f"{line[1]}年", *(float(str(cell)) for cell in line[2:])] for line in culture.body
    ]

    def spelled(city: City, year: int) -> Cell:
        return (city.name, city.short_name, city.english, city.english.lower())[year % 4]

    economy = long(Table(ECONOMY, ECONOMY_FILE), lambda city, _: city.code)
    economy.head[0][:2] = ["行政区划代码", "年份"]
    insert_measure_unit(economy, "就业单位", ("万人", "人"), 1e4)
    downloads = [
        download(
            Table(key, f"tables/{file}"),
            CITIES,
            YEARS,
            indicator=indicator,
            label=label,
            number=number,
        )
        for key, (indicator, label, file) in DOWNLOADS.items()
    ]
    return [culture, *downloads, long(Table(RESEARCH, RESEARCH_FILE), spelled), economy]


def plant_faults(panel: Panel, tables: Sequence[Table]) -> list[FaultLine]:
    """Plant the study's faults and return them as the warehouse must report them."""
    return plant_all(STUDY, FAULTS, tables, CITIES, numbers(panel))


def corrections(panel: Panel) -> list[list[Cell]]:
    """Return corrections.csv: one that applies, one whose error the source has put right."""
    lines: list[list[Cell]] = [["unit", "year", "indicator", "expect", "value", "reason"]]
    for (code, year, indicator, expect), reason in (
        (MISPRINT, "统计公报勘误"),
        (ALREADY_FIXED, "初版误印，来源已更正"),
    ):
        city = next(city for city in CITIES if city.code == code)
        value = numbers(panel)(city, year, indicator)
        lines.append([city.name, year, indicator, expect, value, reason])
    return lines


def write(folder: Path, tables: Sequence[Table]) -> None:
    """Write the tables in their encodings."""
    by_key = {table.key: table for table in tables}
    about: list[list[Cell]] = [
        ["辽宁省文化产业与数字文化产业"],
        ["说明：演示用合成数据；沈阳、大连首末年收入取自文献，其余为生成。"],
        [f"年份：{FIRST_YEAR}—{LAST_YEAR}"],
    ]
    write_xlsx(folder / CULTURE_FILE, {"说明": about, CULTURE_SHEET: by_key[CULTURE].lines})
    write_csv(folder / RESEARCH_FILE, by_key[RESEARCH].lines)
    gbk = {"encoding": "gb18030", "newline": "\r\n"}
    write_csv(folder / ECONOMY_FILE, by_key[ECONOMY].lines, **gbk)
    for key in DOWNLOADS:
        write_csv(folder / by_key[key].file, by_key[key].lines, **gbk)
