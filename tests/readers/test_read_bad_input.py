"""Every kind of bad file has its sentence; what is bad in a line keeps the line."""

import datetime as dt
import io
import zipfile

import openpyxl
import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from wenmai.errors import ProblemsFound
from wenmai.readers import archive
from wenmai.readers.excel import _DEFAULT_PASSWORD
from wenmai.sentences import said_of

GOOD = "城市,年份,GDP（亿元）\n沈阳,2018,6292.4\n"


def message(reader, **changes):
    with pytest.raises(ProblemsFound) as caught:
        reader.read(**changes)
    assert all(problem.file.startswith("east/") for problem in caught.value.problems)
    return str(caught.value)


def issues(rows):
    return [(row["value_text"], row["reader_issue"]) for row in rows]


def test_declared_encoding_that_is_wrong_names_the_one_that_fits(reader):
    reader.write("a.csv", GOOD, "gb18030")
    text = message(reader, encoding="utf-8")
    assert "east/tables/a.csv: line 1: The text is not utf-8. It reads as gb18030" in text


def test_gbk_is_read_as_the_wider_gb18030(reader):
    reader.write("a.csv", GOOD.replace("沈阳", "㼆"), "gb18030")
    assert reader.read(encoding="gbk")[0][0]["unit_name"] == "㼆"


def test_damaged_utf8_is_not_taken_for_gb18030(reader):
    reader.write("a.csv", GOOD.encode() + "说明说明说明说明说明说明".encode() + b"\xe6\n\n")
    assert "line 3: The text cannot be read as utf-8" in message(reader)


def test_truncated_workbook(reader):
    path = reader.workbook("a.xlsx", {"s": [["城市", "年份", "GDP（亿元）"]] * 400})
    path.write_bytes(path.read_bytes()[:-2000])
    assert "The workbook is damaged or incomplete." in message(reader)


def test_workbook_with_a_broken_member(reader):
    path = reader.workbook("a.xlsx", {"s": [["城市", "年份", "GDP（亿元）"]] * 400})
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as book:
        start = book.getinfo("xl/worksheets/sheet1.xml").header_offset + 80
    content[start : start + 40] = bytes(40)
    path.write_bytes(content)
    assert "The workbook is damaged or incomplete." in message(reader)


def encrypt(path, password):
    plain, secret = path.read_bytes(), io.BytesIO()
    OOXMLFile(io.BytesIO(plain)).encrypt(password, secret)
    path.write_bytes(secret.getvalue())


def test_password_protected_workbook(reader):
    encrypt(reader.workbook("a.xlsx", {"s": [["城市"]]}), "geheim")
    text = message(reader)
    assert "protected with a password" in text and "without a password" in text


def test_a_workbook_with_excels_own_password_is_opened(reader):
    rows = [["城市", "年份", "GDP（亿元）"], ["沈阳", 2018, 1]]
    encrypt(reader.workbook("a.xlsx", {"s": rows}), _DEFAULT_PASSWORD)
    assert reader.read()[0][0]["unit_name"] == "沈阳"


def test_truncated_encrypted_workbook(reader):
    path = reader.workbook("a.xlsx", {"s": [["城市"]]})
    encrypt(path, "geheim")
    path.write_bytes(path.read_bytes()[:3000])
    assert "damaged or incomplete" in message(reader)


@pytest.mark.parametrize("lie", [False, True], ids=["stated", "lying about its size"])
def test_zip_bomb(reader, lie):
    path = reader.folder / "tables" / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/worksheets/sheet1.xml", bytes(80_000_000))
    if lie:
        content = path.read_bytes()
        path.write_bytes(
            content.replace((80_000_000).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
        )
    text = message(reader)
    assert "zip bomb" in text or (lie and "damaged" in text)


def test_zip_bomb_of_many_gigabytes_is_refused_before_unpacking(monkeypatch):
    monkeypatch.setattr(archive, "MAX_UNPACKED_BYTES", 10**6)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as book:
        book.writestr("a", bytes(2 * 10**6))
    monkeypatch.setattr(zipfile.ZipFile, "open", None)  # nothing may be unpacked
    with pytest.raises(ProblemsFound, match="zip bomb"):
        archive.check_archive(content.getvalue(), "a.xlsx")


def test_a_cell_far_away_does_not_fill_the_memory(reader):
    path = reader.workbook("a.xlsx", {"s": [["城市", "年份", "GDP（亿元）"], ["沈阳", 2018, 1]]})
    book = openpyxl.load_workbook(path)
    book.active["XFD1048576"] = " "
    book.save(path)
    text = message(reader)
    assert "sheet s: The sheet reaches to cell XFD1048576" in text and "as CSV" in text
    # blank cells that are only formatted, down to the last row, are none
    book.active["XFD1048576"].value = None
    book.active["XFD1048576"].font = openpyxl.styles.Font(bold=True)
    book.save(path)
    assert len(reader.read()[0]) == 1


def test_the_last_cell_is_the_same_wherever_a_block_ends(monkeypatch):
    cells = b'<c s="2" r="AB40"><v>2</v></c><c r="AC41" s="1" t="n"></c><x:c r="B98"><f/></x:c>'
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as book:
        book.writestr("xl/worksheets/sheet1.xml", cells + b'<c r="XFD99" s="3" /><row/>')
    for size in range(1, 120):
        monkeypatch.setattr(archive, "_BLOCK", size)
        found = archive.check_archive(content.getvalue(), "a.xlsx")
        assert list(found.last_cells.values()) == [(98, 28)] and found.marked


@pytest.mark.parametrize(
    ("where", "again"),
    [
        ("</row></sheetData>", '<c r="{}"><v>7</v></c></row></sheetData>'),
        ("</sheetData>", '<row r="2"><c r="{}"><v>7</v></c></row></sheetData>'),
    ],
)
def test_a_cell_that_stands_twice_is_refused_and_never_the_last_one_taken(reader, where, again):
    rows = [["城市", "年份", "GDP（亿元）"], ["沈阳", 2018, 1], ["大连", 2018, 2]]
    path = reader.workbook("a.xlsx", {"s": rows})
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    sheet = "xl/worksheets/sheet1.xml"

    def with_cell(cell):
        text = parts[sheet].decode().replace(where, again.format(cell))
        with zipfile.ZipFile(path, "w") as book:
            for name, part in parts.items():
                book.writestr(name, text if name == sheet else part)

    with_cell("c2")
    assert "sheet s: Cell C2 stands in the file twice" in message(reader)
    # one that only stands out of its order is read
    with_cell("D2")
    assert [row["value_text"] for row in reader.read()[0]] == ["1", "2"]


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_empty_file(reader, name):
    reader.write(name, b"")
    assert "The file is empty." in message(reader)


def test_file_of_blank_lines(reader):
    reader.write("a.csv", "\n,,\n \n" * 300)
    assert "no line with text" in message(reader)


def test_empty_sheet(reader):
    reader.workbook("a.xlsx", {"s": []})
    assert "sheet s: The sheet is empty." in message(reader)


def test_heading_without_lines(reader):
    reader.write("a.csv", "城市,年份,GDP（亿元）\n")
    assert "no line of data below it" in message(reader)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<html><table><tr><td>1</td></tr></table></html>", "web page"),
        (b'<?xml version="1.0"?><Workbook/>', "XML spreadsheet"),
        (b"%PDF-1.7", "PDF"),
    ],
)
def test_files_that_only_pretend(reader, content, sentence):
    reader.write("a.xls", content)
    assert sentence in message(reader)


def test_workbook_where_csv_is_declared_and_the_other_way_round(reader):
    path = reader.workbook("a.csv", {"s": [["城市"]]})
    assert "The file is a workbook" in message(reader, format="csv")
    path.unlink()
    reader.write("a.xlsx", GOOD)
    assert "text, not a workbook" in message(reader, format="excel")


def test_missing_file(reader):
    text = message(reader, file="tables/gdp*.csv")
    assert "east/sources/gdp.yml: file: No file matches 'tables/gdp*.csv' in east/." in text


def test_file_behind_a_link_that_leaves_the_study(reader, tmp_path):
    secret = tmp_path / "secret.csv"
    secret.write_text(GOOD, encoding="utf-8")
    (reader.folder / "tables" / "a.csv").symlink_to(secret)
    assert "outside the study folder" in message(reader)


def test_missing_column_is_named_with_the_nearest_heading(reader):
    reader.write("a.csv", GOOD.replace("GDP（亿元）", "GDP(万元)"))
    text = message(reader)
    assert "sources/gdp.yml values[0]: The heading (row 1) has no column 'GDP（亿元）'." in text
    assert "Did you mean 'GDP(万元)'?" in text


def test_no_heading_at_all(reader):
    reader.write("a.csv", "甲,乙\n1,2\n")
    assert "No line of the first 200 has any of the headings" in message(reader)


def test_wrong_sheet_name(reader):
    reader.workbook("a.xlsx", {"面板数据": [["城市"]]})
    assert "no sheet '面板'. Did you mean '面板数据'?" in message(reader, sheet="面板")


def test_duplicate_headings_need_an_occurrence(reader):
    reader.write("a.csv", "城市,年份,GDP（亿元）,GDP（亿元）\n沈阳,2018,1,2\n")
    assert "Several columns are headed 'GDP（亿元）': C, D." in message(reader)
    second = {"column": "GDP（亿元）", "occurrence": 2, "indicator": "gdp", "unit": "亿元"}
    rows, _ = reader.read(values=[second])
    assert rows[0]["value_text"] == "2"
    assert "stands in the heading 2 times" in message(reader, values=[{**second, "occurrence": 3}])


def test_a_year_that_heads_two_columns(reader):
    reader.write("a.csv", "城市,2018年,2018\n沈阳,1,2\n")
    wide = {"layout": "wide_years", "year": None, "values": [{"indicator": "gdp", "unit": "亿元"}]}
    assert "The year 2018 heads the columns B and C." in message(reader, **wide)


def test_value_column_without_unit_of_measure(reader):
    reader.write("a.csv", "城市,年份,GDP\n沈阳,2018,1\n")
    assert "unit of measure" in message(reader, values=[{"column": "GDP", "indicator": "gdp"}])


def test_undeclared_indicator_in_the_preamble(reader):
    reader.write("a.csv", "指标：人口(万人)\n地区,2019年\n辽宁,1\n")
    wide = {
        "layout": "wide_years",
        "unit": {"name": "地区"},
        "year": None,
        "values": [],
        "indicator_from": {"preamble": "指标"},
        "indicators": {"地区生产总值": "gdp"},
    }
    assert "The file holds the indicator '人口'" in message(reader, **wide)


def test_declared_indicator_that_no_line_holds(reader):
    reader.write(
        "a.csv", "城市,年份,指标,数值\n沈阳,2018,人口总数（万人）,1\n沈阳,2018,GDP（元）,1\n"
    )
    text = message(
        reader,
        values=[{"column": "数值"}],
        indicator_from={"column": "指标"},
        indicators={"GDP": "gdp", "人口总": "population"},
    )
    assert "No line holds the indicator '人口总'." in text


def test_unclosed_quote(reader):
    reader.write("a.csv", GOOD + '大连,2018,"1\n鞍山,2018,2\n')
    assert "The quotes do not add up" in message(reader)


def test_ragged_lines_are_kept_and_marked(reader):
    reader.write(
        "a.csv",
        "城市,年份,GDP（亿元）,类别\n沈阳,2018,1,x\n大连,2018\n鞍山,2018,3,x,9\n抚顺,2018,4\n本溪,2018,5,x,,\n",
    )
    rows, info = reader.read(where=[{"column": "类别", "matches": "^x?$"}])
    assert [(row["unit_name"], row["value_text"], row["reader_issue"]) for row in rows] == [
        ("沈阳", "1", None),
        ("大连", None, "ragged_row"),
        ("鞍山", "3", "ragged_row"),
        ("抚顺", "4", "ragged_row"),  # the column of the filter is missing
        ("本溪", "5", None),  # only blank cells beyond the heading
    ]
    assert info.lines_data == 5


def test_formulas_without_a_stored_value(reader):
    rows = [["城市", "年份", "GDP（亿元）"], ["沈阳", 2018, "=1+2"], ["大连", 2018, 5]]
    reader.workbook("a.xlsx", {"s": rows})
    found, _ = reader.read()
    assert issues(found) == [("=1+2", "formula_without_value"), ("5", None)]


def test_formula_text_in_a_csv(reader):
    reader.write("a.csv", GOOD + "大连,2018,=SUM(C1)\n")
    assert issues(reader.read()[0])[1] == ("=SUM(C1)", "formula_without_value")


def test_error_values_of_a_workbook_are_not_blank(reader):
    path = reader.folder / "tables" / "a.xlsx"
    book = openpyxl.Workbook()
    for row in [["城市", "年份", "GDP（亿元）"], ["沈阳", 2018, "#DIV/0!"], ["大连", 2018, "#N/A"]]:
        book.active.append(row)
    book.save(path)
    assert [row["value_text"] for row in reader.read()[0]] == ["#DIV/0!", None]


def test_years_typed_into_date_cells(reader):
    path = reader.workbook(
        "a.xlsx",
        {
            "s": [
                ["城市", "年份", "GDP（亿元）"],
                ["沈阳", dt.date(2018, 12, 31), 1],
                ["沈阳", dt.datetime(2019, 1, 1), 1],
                ["沈阳", 2020, 1],
            ]
        },
    )
    book = openpyxl.load_workbook(path)
    book.active["B4"].number_format = "yyyy-mm-dd"
    book.save(path)
    rows, _ = reader.read()
    assert [(row["year_text"], row["reader_issue"]) for row in rows] == [
        ("2018", None),
        ("2019", None),
        ("1905-07-12", "date_in_year_column"),
    ]
    assert "2020" in said_of(rows[2]["reader_detail"]).text("zh")


def test_infinite_and_odd_numbers_are_passed_on_as_they_are(reader):
    odd = ["NaN", "inf", "-5", "1,234", "约三", " 7 "]
    lines = "".join(f'沈阳,2018,"{text}"\n' for text in odd)
    reader.write("a.csv", "城市,年份,GDP（亿元）\n" + lines)
    assert [row["value_text"] for row in reader.read()[0]] == odd


def test_a_workbook_of_many_sheets_is_opened_as_often_as_one_of_few(reader, monkeypatch):
    def openings(n_sheets):
        reader.workbook("a.xlsx", {f"s{n}": [["甲", "=1+1"], [1, 2]] for n in range(n_sheets)})
        opened = []
        init = zipfile.ZipFile.__init__
        with monkeypatch.context() as patch:
            patch.setattr(
                zipfile.ZipFile, "__init__", lambda *a, **k: opened.append(1) or init(*a, **k)
            )
            message(reader)
        return len(opened)

    assert openings(30) == openings(2)


LONGER = "城市,年份,GDP（亿元）,人口\n沈阳,2018,6292.4,907\n大连,2018,7668.5,595\n"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16", "utf-8-sig"])
@pytest.mark.parametrize(
    ("left_off", "values", "is_doubtful"),
    [
        (0, [("6292.4", None), ("7668.5", None)], False),
        (1, [("6292.4", None), ("7668.5", None)], True),
        (2, [("6292.4", None), ("7668.5", None)], True),
        (5, [("6292.4", None), ("7668.5", "ragged_row")], True),
        (8, [("6292.4", None), ("766", "ragged_row")], True),
        (16, [("6292.4", None), ("", "ragged_row")], True),
        (19, [("6292.4", None)], False),
    ],
)
def test_what_can_be_known_of_a_csv_that_was_cut_off_is_said(
    reader, encoding, left_off, values, is_doubtful
):
    reader.write("a.csv", LONGER[: len(LONGER) - left_off], encoding)
    rows, info = reader.read(encoding=encoding.removesuffix("-sig"))
    assert [(text or "", issue) for text, issue in issues(rows)] == values
    assert info.is_end_doubtful is is_doubtful
