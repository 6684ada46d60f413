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
from demo.planting import plant_all
from demo.tables import NOTES, Table, download, insert_measure_unit, long_table
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


def _long(
    key: str, file: str, number: Number, name: Callable[[City, int], Cell], sheet: str = ""
) -> Table:
    headings = {code: HEADINGS[code][0] for code in COLUMNS.get(key, YEARBOOK)}
    table = Table(key, file, sheet)
    return long_table(table, CITIES, YEARS, headings=headings, number=number, name=name)


def enterprises(number: Number) -> Table:
    """Long CSV whose cities are spelled in four ways."""

    def name(city: City, year: int) -> Cell:
        # 吉林 alone stays resolvable: the study's level is the prefecture.
        spellings = (city.name, city.short_name, city.english.upper(), f" {city.name} ")
        place = (int(city.code[2:4]) + year) % 4
        # Yichun without a province is two cities; that fault is planted once, not seven times.
        return city.name if city.english == "Yichun" else spellings[place]

    return _long(ENTERPRISES, ENTERPRISE_FILE, number, name)


def technology(number: Number) -> Table:
    """Tidy XLSX sheet with codes, provinces and numbers as numbers."""
    table = _long(
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
    table = _long(POLICY, POLICY_FILE, number, lambda city, _: city.name)
    table.head[0][:2] = ["地区", "年度"]
    insert_measure_unit(table, "资金单位", ("万元", "亿元"), 1e-4)
    return table


def tourism(number: Number) -> Table:
    """Long CSV with codes only; its 2023 is preliminary and the yearbook's 2023 wins."""

    def printed(city: City, year: int, indicator: str) -> Cell:
        value = number(city, year, indicator)
        if year == LAST_YEAR - 1 and indicator == "brand_exposure":
            return str(round(0.98 * int(str(value))))
        return value

    table = _long("tourism", TOURISM_FILE, printed, lambda city, _: city.code)
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
        *(
            download(
                Table(key, f"tables/{file}"),
                CITIES,
                YEARS,
                indicator=indicator,
                label=label,
                number=number,
            )
            for key, (indicator, label, file) in DOWNLOADS.items()
        ),
        technology(number),
        policy(number),
        tourism(number),
        yearbook_sheet(number, LAST_YEAR - 1, "2-7"),
        yearbook_sheet(number, LAST_YEAR, "2-8"),
    ]


def plant_faults(truth: Truth, tables: Sequence[Table]) -> list[FaultLine]:
    """Plant the study's faults and return them as the warehouse must report them."""
    return plant_all(STUDY, FAULTS, tables, CITIES, numbers(truth))


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
