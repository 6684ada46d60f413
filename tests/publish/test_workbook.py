"""The workbook of a study, opened as a spreadsheet program would."""

import duckdb
import pytest
from openpyxl import load_workbook

from wenmai.publish import workbook
from wenmai.publish.workbook import NOTE_SHEET, write_workbooks
from wenmai.publish.workbook_front import CHARTS, CONTENTS, COVER, FINDINGS
from wenmai.publish.workbook_sheets import all_sheets


@pytest.fixture(scope="module")
def books(demo_warehouse):
    """Return the workbooks of the release, beside the serving file."""
    shown = demo_warehouse.settings.serving_dir / "excel"
    return {path.stem: path for path in shown.glob("*.xlsx")}


@pytest.fixture(scope="module")
def opened(books):
    """Return the workbooks, each read once with everything in it; do not change them."""
    return {code: load_workbook(path) for code, path in books.items()}


def test_every_study_has_a_workbook_beside_the_serving_file(books):
    assert set(books) == {"liaoning", "northeast", "screen"}


def test_a_workbook_opens_with_cover_contents_findings_and_charts(opened):
    book = opened["northeast"]
    assert book.sheetnames[:4] == [COVER, CONTENTS, FINDINGS, CHARTS]
    cover = [cell.value for (cell,) in book[COVER].iter_rows(min_col=2, max_col=2) if cell.value]
    assert cover[0] == "东北文化创意产业创新驱动（合成数据）"
    assert "合成数据：不说明任何真实地区的情况" in cover
    listed = [cell.value for (cell,) in book[CONTENTS].iter_rows(min_row=2, max_col=1)]
    assert listed == book.sheetnames[2:]
    links = [cell.hyperlink.location for (cell,) in book[CONTENTS].iter_rows(min_row=2, max_col=1)]
    assert links == [f"'{name}'!A1" for name in listed]
    findings = [cell.value for (cell,) in book[FINDINGS].iter_rows(max_col=1) if cell.value]
    assert "大连市领先；沈阳市、哈尔滨市争第二" in findings
    assert not [text for text in findings if "你的权重" in text], "a sheet has no sliders"


def test_charts_are_excels_own_and_drawn_from_cells(opened, demo_warehouse):
    sheet = opened["northeast"][CHARTS]
    assert len(sheet._charts) >= 8
    drawn = sheet._charts[0].series[0]
    assert drawn.errBars is not None
    places = drawn.val.numRef.f.partition("!")[2].replace("$", "")
    values = [cell.value for (cell,) in sheet[places]]
    expected = demo_warehouse.rows("""
        select innovation_score from marts.fct_innovation_index
        where study_code = 'northeast' and year = 2024 and rank_in_year <= 10
        order by rank_in_year
    """)
    assert values == [pytest.approx(score, rel=1e-5) for (score,) in expected]


def test_stacked_shares_sum_to_one(opened):
    sheet = opened["northeast"][CHARTS]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_col=11, max_col=16)]
    at = next(n for n, row in enumerate(rows) if row[1] == "政策牵引型" and row[5])
    stacked = [row[1:6] for row in rows[at + 1 : at + 5]]
    assert [sum(shares) for shares in stacked] == [pytest.approx(1, abs=1e-5)] * 4


def test_every_sheet_is_laid_out_for_a4(opened):
    for book in opened.values():
        for sheet in book:
            assert sheet.page_setup.paperSize == 9, sheet.title
            assert sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.title
            if sheet.print_area and sheet.title != CHARTS:
                assert int(sheet.print_area.rpartition("$")[2]) <= 101, sheet.title


def test_headings_are_chinese_and_values_those_of_the_mart(demo_warehouse, books):
    sheet = load_workbook(books["northeast"], read_only=True)["城市年度"]
    heading, *rows = sheet.iter_rows(values_only=True)
    assert heading[:4] == ("行政区划代码", "地区", "省份", "年份")
    found = {(row[0], row[3]): row[heading.index("综合得分")] for row in rows}
    with duckdb.connect(str(demo_warehouse.settings.serving_file), read_only=True) as connection:
        expected = connection.execute("""
            select unit_code, year, innovation_score
            from marts.mart_city_year where study_code = 'northeast'
        """).fetchall()
    assert len(found) == len(expected) == 252
    assert all(found[unit, year] == pytest.approx(score) for unit, year, score in expected if score)


def test_numbers_have_formats_and_codes_stay_text(opened):
    sheet = opened["northeast"]["城市年度"]
    assert sheet.freeze_panes == "A2"
    assert isinstance(sheet["A2"].value, str)
    assert isinstance(sheet["D2"].value, int)
    assert sheet["E2"].number_format == "0.000"


def test_names_stand_beside_codes_and_codes_have_words(books):
    book = load_workbook(books["northeast"], read_only=True)
    heading, first, *_ = book["指标值"].iter_rows(values_only=True)
    said = dict(zip(heading, first, strict=True))
    assert list(said)[:5] == ["指标代码", "指标", "行政区划代码", "地区", "年份"]
    assert (said["指标代码"], said["指标"], said["地区"]) == (
        *("art_design_majors", "高校艺术设计类专业点数", "沈阳市"),
    )
    roles = {row[0] for row in book["网络节点"].iter_rows(min_row=2, min_col=10, values_only=True)}
    assert (
        {"核心枢纽", "桥梁节点"} <= roles <= {"核心枢纽", "桥梁节点", "次级节点", "边缘节点", None}
    )
    directions = [row[3] for row in book["指标"].iter_rows(min_row=2, values_only=True)]
    assert set(directions) == {"正向", "负向"}


def test_every_column_is_explained(books):
    book = load_workbook(books["liaoning"], read_only=True)
    notes = [row for row in book[NOTE_SHEET].iter_rows(min_row=4, values_only=True) if row[1]]
    explained = {(row[0], row[1]) for row in notes if row[3]}
    for name in book.sheetnames:
        if name not in {COVER, CONTENTS, FINDINGS, CHARTS, NOTE_SHEET}:
            (heading,) = book[name].iter_rows(max_row=1, values_only=True)
            assert {(name, text) for text in heading} <= explained
    assert "合成数据" in book[NOTE_SHEET]["B1"].value


def test_records_in_quarantine_say_why_in_chinese(books):
    sheet = load_workbook(books["northeast"], read_only=True)["隔离记录"]
    heading, *rows = sheet.iter_rows(values_only=True)
    said = [dict(zip(heading, row, strict=True)) for row in rows]
    (row,) = [row for row in said if row["原因类别"] == "路径类型未知"]
    assert row["文件中的值"] == "综合发展型"
    assert row["原因"] == "“综合发展型”不是发展路径。"
    assert row["处理办法"] == "请填写marts.dim_path_types中的代码或名称。"


def test_a_text_that_looks_like_a_formula_stays_text(own_small_warehouse, tmp_path):
    file = own_small_warehouse.settings.serving_file
    with duckdb.connect(str(file)) as connection:
        connection.execute("update marts.mart_city_year set unit_name_zh = '=1+1'")
    paths = write_workbooks(file, tmp_path / "excel")
    cell = load_workbook(paths[0])["城市年度"]["B2"]
    assert (cell.value, cell.data_type) == ("'=1+1", "s")


def test_of_a_table_that_does_not_fit_a_sheet_shows_a_beginning_and_says_so(
    small_warehouse, tmp_path, monkeypatch
):
    monkeypatch.setattr(workbook, "MOST_ROWS", 2)
    monkeypatch.setattr(workbook, "BEGINNING_ROWS", 1)
    (path,) = write_workbooks(small_warehouse.settings.serving_file, tmp_path / "excel")
    book = load_workbook(path)
    lengths = {name: book[name].max_row - 1 for name in book.sheetnames}
    said = [row[3] for row in book[NOTE_SHEET].iter_rows(min_row=4, values_only=True)]
    assert lengths["城市年度"] == 1
    assert "只含前 1 行；全部见 marts.mart_city_year。" in said


def test_the_same_release_gives_the_same_bytes(demo_warehouse, books, tmp_path):
    again = write_workbooks(demo_warehouse.settings.serving_file, tmp_path / "excel")
    assert {path.stem: path.read_bytes() for path in again} == {
        code: path.read_bytes() for code, path in books.items()
    }


def test_sheets_name_columns_that_there_are(demo_warehouse):
    with duckdb.connect(str(demo_warehouse.settings.serving_file), read_only=True) as connection:
        known = set(
            connection.execute(
                "select schema_name || '.' || table_name, column_name from duckdb_columns()"
            ).fetchall()
        )
    named = {(sheet.relation, column) for sheet in all_sheets() for column in sheet.columns}
    assert named <= known
