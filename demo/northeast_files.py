"""The files of the demo study northeast, in the kinds that statistical offices hand out."""

from collections.abc import Callable, Sequence
from pathlib import Path

from demo.faults import Cell, FaultLine
from demo.northeast_cities import CITIES, FIRST_YEAR, LAST_YEAR, YEARS, City
from demo.northeast_faults import (
    ALREADY_FIXED,
    COLUMNS,
    CONSUMPTION,
    ENTERPRISES,
    FAULTS,
    MISPRINT,
    POLICY,
    SPENDING,
    TECHNOLOGY,
    VENUES,
)
from demo.northeast_indicators import INDICATORS
from demo.northeast_truth import Truth
from demo.tables import Table, plant
from demo.writing import write_csv, write_xlsx

STUDY = "northeast"
ENTERPRISE_FILE = "tables/文化企业与专利_2018-2024.csv"
TECHNOLOGY_FILE, TECHNOLOGY_SHEET = "tables/科技与数字平台.xlsx", "面板数据"
POLICY_FILE = "tables/政策与文化资源.csv"
YEARBOOK_FILE = "tables/东北文化统计年鉴.xlsx"
TOURISM_FILE = "tables/冰雪与品牌_2018-2023.csv"
YEARBOOK = ("ice_snow_sites", "brand_exposure", "engel_coefficient")
# Heading of every column and what one canonical unit is in the file's unit of measure.
HEADINGS = {
    "culture_revenue": ("规模以上文化企业营业收入(万元)", 10000),
    "culture_patents": ("文化创意相关专利授权数(件)", 1),
    "university_enterprise_projects": ("校企合作项目数(项)", 1),
    "innovation_alliances": ("文化创新联盟数(个)", 1),
    "rd_intensity": ("研发经费投入强度(%)", 1),
    "broadband_subscribers": ("互联网宽带接入用户数(户)", 10000),
    "digital_platform_activity": ("数字文旅平台活跃度(万人次)", 1),
    "maker_spaces": ("文化众创空间数(个)", 1),
    "art_design_majors": ("高校艺术设计类专业点数(个)", 1),
    "culture_special_funds": ("文化产业专项资金", 1),
    "policy_documents": ("政策文件数(件)", 1),
    "culture_parks": ("文化创意产业园区数(个)", 1),
    "culture_fiscal_share": ("文化体育传媒支出占比(%)", 1),
    "heritage_items": ("非物质文化遗产项目数(项)", 1),
    "industrial_heritage_sites": ("工业遗产数(处)", 1),
    "ice_snow_sites": ("冰雪文旅场所数(处)", 1),
    "brand_exposure": ("文化品牌传播量(次)", 10000),
    "engel_coefficient": ("恩格尔系数(%)", 1),
}
# The National Bureau of Statistics' downloads: one indicator per file, years across.
DOWNLOADS = {
    CONSUMPTION: ("culture_tourism_consumption", "文化旅游消费规模(亿元)", "分市年度数据.csv"),
    VENUES: ("cultural_venues", "文化场馆数(个)", "分市年度数据 (1).csv"),
    SPENDING: (
        "culture_spending_per_person",
        "城镇居民人均教育文化娱乐支出(元/人)",
        "分市年度数据 (2).csv",
    ),
}
NOTES = [["注：演示用合成数据，不反映任何城市的实际情况。"], ["数据来源：文脉演示数据生成器"]]
_CODES = [item.code for item in INDICATORS]
Number = Callable[[City, int, str], Cell]


def numbers(truth: Truth) -> Number:
    """Return a look-up of true values as the files print them."""

    def number(city: City, year: int, indicator: str) -> Cell:
        item = INDICATORS[_CODES.index(indicator)]
        value = truth.values[CITIES.index(city), year - FIRST_YEAR, _CODES.index(indicator)]
        scaled = value * HEADINGS.get(indicator, ("", 1))[1]
        decimals = item.decimals if HEADINGS.get(indicator, ("", 1))[1] == 1 else 0
        return f"{scaled:.{decimals}f}"

    return number


def long_table(
    key: str, file: str, number: Number, name: Callable[[City, int], Cell], sheet: str = ""
) -> Table:
    """One line per city and year: name, year, values."""
    table = Table(key, file, sheet, year_column=1)
    columns = COLUMNS.get(key, YEARBOOK)
    table.head = [["城市", "年份", *(HEADINGS[code][0] for code in columns)]]
    for position, code in enumerate(columns):
        table.column_of[code, 0] = (position + 2, HEADINGS[code][0])
    for year in YEARS:
        for city in CITIES:
            table.line_of[city.code, year] = len(table.body)
            cells = [number(city, year, code) for code in columns]
            table.body.append([name(city, year), year, *cells])
    return table


def enterprises(number: Number) -> Table:
    """Long CSV whose cities are spelled in four ways."""

    def name(city: City, year: int) -> Cell:
        # 吉林 alone stays resolvable: the study's level is the prefecture.
        spellings = (city.name, city.short_name, city.english.upper(), f" {city.name} ")
        place = (int(city.code[2:4]) + year) % 4
        # Yichun without a province is two cities; that fault is planted once, not seven times.
        return city.name if city.english == "Yichun" else spellings[place]

    return long_table(ENTERPRISES, ENTERPRISE_FILE, number, name)


def technology(number: Number) -> Table:
    """Tidy XLSX sheet with codes, provinces and numbers as numbers."""
    table = long_table(
        TECHNOLOGY, TECHNOLOGY_FILE, number, lambda city, _: city.short_name, TECHNOLOGY_SHEET
    )
    table.head = [["城市代码", "省份", "城市", "年度", *table.head[0][2:]]]
    table.body = [
        [city.code, city.province, *line[:2], *(float(str(cell)) for cell in line[2:])]
        for line, city in zip(table.body, CITIES * len(YEARS), strict=True)
    ]
    table.name_column, table.year_column = 2, 3
    table.column_of = {key: (at + 2, label) for key, (at, label) in table.column_of.items()}
    return table


def policy(number: Number) -> Table:
    """Long CSV in which every line says whether its funds are in 万元 or 亿元."""
    table = long_table(POLICY, POLICY_FILE, number, lambda city, _: city.name)
    table.head[0][:2] = ["地区", "年度"]
    table.head[0].insert(3, "资金单位")
    for position, line in enumerate(table.body):
        in_yi = position % 3 == 2
        line[2:3] = [f"{int(str(line[2])) / 10000:.4f}", "亿元"] if in_yi else [line[2], "万元"]
    table.column_of = {
        key: (at if at == 2 else at + 1, label) for key, (at, label) in table.column_of.items()
    }
    table.measure_unit_column = 3
    return table


def download(key: str, number: Number) -> Table:
    """National-Bureau-like CSV: preamble, newest year first, notes. 2017 is before the study."""
    indicator, label, file = DOWNLOADS[key]
    years = [*reversed(YEARS), FIRST_YEAR - 1]
    table = Table(key, f"tables/{file}", foot=[list(line) for line in NOTES])
    table.head = [
        ["数据库：分市年度数据"],
        [f"指标：{label}"],
        ["时间：最近8年"],
        ["地区", *(f"{year}年" for year in years)],
    ]
    for column, year in enumerate(years, start=1):
        table.column_of[indicator, year] = (column, f"{year}年")
    for city in CITIES:
        first = float(str(number(city, FIRST_YEAR, indicator)))
        before = f"{0.96 * first:.{INDICATORS[_CODES.index(indicator)].decimals}f}"
        table.line_of.update({(city.code, year): len(table.body) for year in years})
        table.body.append(
            [city.name, *(number(city, year, indicator) for year in reversed(YEARS)), before]
        )
    return table


def tourism(number: Number) -> Table:
    """Long CSV with codes only; its 2023 is preliminary and the yearbook's 2023 wins."""

    def printed(city: City, year: int, indicator: str) -> Cell:
        value = number(city, year, indicator)
        if year == LAST_YEAR - 1 and indicator == "brand_exposure":
            return str(round(0.98 * int(str(value))))
        return value

    table = long_table("tourism", TOURISM_FILE, printed, lambda city, _: city.code)
    table.head[0][:2] = ["行政区划代码", "year"]
    table.body = [line for line in table.body if line[1] != LAST_YEAR]
    table.foot = [list(line) for line in NOTES]
    return table


def yearbook_sheet(number: Number, year: int, sheet: str) -> Table:
    """Bilingual yearbook page: two heading lines, provinces as rows, a title that comes again."""
    table = Table(f"yearbook_{year}", YEARBOOK_FILE, sheet)
    title = f"{sheet}  冰雪文旅、文化品牌和居民生活({year}年)"
    heading: list[list[Cell]] = [
        [
            "城    市",
            "City",
            "冰雪文旅场所数(处)\r\nIce and Snow Culture\r\nSites (unit)",
            "",
            "文化品牌传播量(次)\r\nReach of Cultural\r\nBrands (times)",
            "恩格尔系数(%)\r\nEngel\r\nCoefficient (%)",
        ],
        ["", "", "全 市\r\nTotal City", "市辖区\r\nDistricts\r\nunder City", "", ""],
    ]
    table.head = [[title], [f"Ice and Snow Sites, Brands and Living ({year})"], *heading]
    table.body = [["北京市", "Beijing", "41", "41", "98000000", "21.6"]]
    province = ""
    for city in CITIES:
        if city.province != province:
            if province == "吉林省":
                table.body += [[f"续表 {title}"], *(list(line) for line in heading)]
            province = city.province
            table.body.append([province, "", "", "", "", ""])
        sites, reach, engel = (number(city, year, code) for code in YEARBOOK)
        districts = str(round(0.6 * int(str(sites))))
        line = [f"  {city.name}", f"  {city.english}", sites, districts, reach, engel]
        table.body.append(line)
    return table


def make_tables(truth: Truth) -> list[Table]:
    """Return all tables without faults."""
    number = numbers(truth)
    return [
        enterprises(number),
        *(download(key, number) for key in DOWNLOADS),
        technology(number),
        policy(number),
        tourism(number),
        yearbook_sheet(number, LAST_YEAR - 1, "2-7"),
        yearbook_sheet(number, LAST_YEAR, "2-8"),
    ]


def plant_faults(truth: Truth, tables: Sequence[Table]) -> list[FaultLine]:
    """Plant the study's faults and return them as the warehouse must report them."""
    by_key, number, listed = {table.key: table for table in tables}, numbers(truth), []
    names = {city.code: city for city in CITIES}
    for position, fault in enumerate(FAULTS, start=1):
        city = names[fault.unit]
        if fault.text == "tenfold":
            text: Cell = 10 * float(str(number(city, fault.year, fault.indicators[0])))
        else:
            text = fault.text
        is_unit_lost = fault.expected in {"unit_unknown", "unit_ambiguous"}
        template = FaultLine(
            fault_code=f"{STUDY}_{position:02d}",
            study_code=STUDY,
            source_file="",
            sheet_name="",
            row_number=0,
            column_label="",
            unit_name=str(fault.text) if is_unit_lost else city.name,
            unit_code="" if is_unit_lost else fault.unit,
            year=fault.year,
            indicator_code="",
            check=fault.check,
            expected=fault.expected,
            fault=fault.says,
        )
        if fault.text == "true":
            text = number(city, fault.year, fault.indicators[0])
        listed += plant(by_key[fault.table], fault, template, text)
    return listed


def corrections(truth: Truth) -> list[list[Cell]]:
    """Return corrections.csv: one that applies, one whose error the source has put right."""
    number = numbers(truth)
    lines: list[list[Cell]] = [["unit", "year", "indicator", "expect", "value", "reason"]]
    for (code, year, indicator, expect), reason in (
        (MISPRINT, "年鉴勘误表：园区数误印"),
        (ALREADY_FIXED, "初版误印，来源已更正"),
    ):
        city = next(city for city in CITIES if city.code == code)
        value = number(city, year, indicator)
        lines.append([city.name, year, indicator, expect, value, reason])
    return lines


def write(folder: Path, tables: Sequence[Table]) -> None:
    """Write the tables in their encodings; tables of one XLSX become its sheets."""
    by_key = {table.key: table for table in tables}
    write_csv(folder / ENTERPRISE_FILE, by_key[ENTERPRISES].lines, encoding="utf-8-sig")
    write_csv(folder / POLICY_FILE, by_key[POLICY].lines)
    write_csv(folder / TOURISM_FILE, by_key["tourism"].lines, encoding="gb18030", newline="\r\n")
    for key in DOWNLOADS:
        table = by_key[key]
        write_csv(folder / table.file, table.lines, encoding="gb18030", newline="\r\n")
    about: list[list[Cell]] = [
        ["东北三省科技与数字平台面板数据"],
        ["说明：演示用合成数据；一行为一个城市一年。"],
        ["年份：2018—2024"],
    ]
    write_xlsx(
        folder / TECHNOLOGY_FILE, {"说明": about, TECHNOLOGY_SHEET: by_key[TECHNOLOGY].lines}
    )
    pages = [table for table in tables if table.file == YEARBOOK_FILE]
    write_xlsx(folder / YEARBOOK_FILE, {table.sheet: table.lines for table in pages})
