"""Tables that look like another kind than they are: shapes met in workbooks of strangers."""

import pytest
from openpyxl import Workbook

from wenmai.inspect import inspect_folder
from wenmai.kit.mapping import mapping_from_text
from wenmai.readers.source import read_sheets
from wenmai.studies.reference import Reference

PROVINCES = ["北京", "天津", "河北", "山西"]
YEARS = [2019, 2020, 2021]


@pytest.fixture(scope="module")
def reference(project_dir):
    return Reference(project_dir / "seeds")


@pytest.fixture
def drafted(tmp_path, reference):
    """Save sheets as one workbook, and return what is drafted of it, and what it reads."""

    def make(sheets, answers=None, name="原值.xlsx"):
        folder = tmp_path / "landing" / "east"
        folder.mkdir(parents=True, exist_ok=True)
        book = Workbook()
        book.remove(book.active)
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
        book.save(folder / name)
        found = inspect_folder(folder, reference, answers)
        rows = []
        for file, text in found.files.items():
            if file.startswith("sources/"):
                mapping = mapping_from_text(text, file, "east")
                for result in read_sheets(folder / name, mapping, study_folder=folder):
                    rows += [row for batch in result.records for row in batch.to_pylist()]
        return found, rows

    return make


def said(found):
    return " ".join(str(doubt) for _, doubt in found.doubts)


def asked(found):
    return [(one.sheet, one.kind, one.name) for one in found.interview.open()]


def test_lines_that_nothing_names_are_no_table_of_the_country(drafted):
    rows = [YEARS, *([n + year / 100 for year in YEARS] for n in range(31))]
    found, _ = drafted({"中国宏观经济数据库（分省级）": rows, "a": long_table()})
    assert "中国宏观经济数据库（分省级）' is left out" in said(found)
    assert set(found.files) == {"sources/yuanzhi.yml", "study.yml"}


def long_table():
    return [["地区", "年份", "GDP（亿元）"], *([p, 2020, n] for n, p in enumerate(PROVINCES, 7))]


@pytest.mark.parametrize("turned", [False, True], ids=["across", "down"])
def test_years_that_come_again_under_every_heading_belong_to_several_indicators(drafted, turned):
    rows = [
        ["地区", "研发经费（亿元）", *[None] * 2, "新产品销售收入（亿元）", *[None] * 2],
        [None, *YEARS, *YEARS],
        *([p, *range(n, n + 6)] for n, p in enumerate(PROVINCES, 40)),
    ]
    if turned:
        rows = [list(row) for row in zip(*rows, strict=True)]
    found, read = drafted({"Sheet1": rows})
    assert asked(found) == []
    cells = {
        (row["unit_name"], row["indicator_code"], row["year_text"]): row["value_text"]
        for row in read
    }
    assert cells["天津", "yanfajingfei", "2020"] == "42"
    assert cells["天津", "xinchanpinxiaoshoushouru", "2021"] == "46"
    assert len(cells) == 24


def test_without_units_of_measure_one_question_is_asked_for_all_years(drafted):
    rows = [
        ["地区", "研发经费", None, None],
        [None, *YEARS],
        *([p, *range(n, n + 3)] for n, p in enumerate(PROVINCES, 40)),
    ]
    rows[0] += ["专利数", None, None]
    rows[1] += YEARS
    rows[2:] = [[*row, 1, 2, 3] for row in rows[2:]]
    found, read = drafted({"Sheet1": rows})
    questions = [one for one in found.interview.questions if one.kind == "unit"]
    assert [one.name for one in questions] == ["研发经费", "专利数"]
    answers = {questions[0].key: "亿元", questions[1].key: "件"}
    _, read = drafted({"Sheet1": rows}, answers)
    assert {(row["indicator_code"], row["measure_unit"]) for row in read} == {
        ("yanfajingfei", "亿元"),
        ("zhuanlishu", "件"),
    }


def test_a_column_without_a_heading_tells_lines_of_one_place_apart(drafted):
    names = ["一般公共预算支出（亿元）", "财政支出（亿元）"]
    rows = [[None, None, None, *YEARS]]
    for kind, name in enumerate(names):
        rows += [[9, name, p, kind, n, n + 1] for n, p in enumerate(PROVINCES, 50)]
    found, read = drafted({"Sheet1": rows})
    assert asked(found) == []
    assert len({row["indicator_code"] for row in read}) == 2
    alike = [[row[0], None, *row[2:]] for row in rows]
    found, _ = drafted({"Sheet1": alike, "a": long_table()})
    assert "places have several lines each" in said(found)


def test_a_sheet_is_a_repetition_only_when_its_numbers_are(drafted):
    def sheet(factor):
        return [
            ["地区", *YEARS],
            *([p, *(factor * n * y for y in YEARS)] for n, p in enumerate(PROVINCES, 3)),
        ]

    found, _ = drafted(
        {"Sheet1": sheet(1), "Sheet2": sheet(7), "Sheet3": sheet(1)[:4]}, name="保险支出.xlsx"
    )
    assert "Sheet 'Sheet3' is left out: its places, years and indicators all stand" in said(found)
    assert asked(found) == [
        ("Sheet1", "quantity", "保险支出 Sheet1"),
        ("Sheet2", "quantity", "保险支出 Sheet2"),
    ]
    keys = [one.key for one in found.interview.open()]
    answers = {keys[0]: "保险赔付支出（亿元）", keys[1]: "地区生产总值（亿元）"}
    found, read = drafted({"Sheet1": sheet(1), "Sheet2": sheet(7)}, answers, name="保险支出.xlsx")
    assert {row["indicator_code"] for row in read} == {"baoxianpeifuzhichu", "gdp"}
    assert "保险赔付支出" in found.files["study.yml"]


def test_of_what_is_not_read_nobody_asks_place_or_year(drafted):
    unknown = [["年份", "x", "y", "z"], *([year, 1, 2, 3] for year in YEARS)]
    headless = [[1, "美国", 59074], [4, "山西", 9], [2, "天津", 5], [3, "河北", 7]]
    found, _ = drafted({"a": long_table(), "b": unknown, "c": headless})
    assert asked(found) == []
    assert "Sheet 'c' is left out: no heading stands above its numbers" in said(found)


def test_quantities_are_no_nodes_and_dates_no_documents(drafted):
    inputs = [["output", "input1", "input2"], [1, 2, 5], [2, 2, 4], [3, 6, 6], [1, 3, 2], [2, 6, 2]]
    dates = [
        ["片名", "排期"],
        *(
            ["甲", ", ".join(f"2010-{month:02}-{n:02}" for month in range(1, 10))]
            for n in range(1, 9)
        ),
    ]
    found, _ = drafted({"a": long_table(), "b": inputs, "c": dates})
    assert (
        "networks" not in found.files["study.yml"] and "documents" not in found.files["study.yml"]
    )
