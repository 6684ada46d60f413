"""Tables in every shape: a sheet or a file a year, turned round, from WPS and LibreOffice."""

import zipfile

import pytest
from openpyxl import Workbook

from wenmai.inspect import inspect_folder
from wenmai.readers.source import read_sheets
from wenmai.studies import load_studies
from wenmai.studies.reference import Reference

CITIES = ["沈阳市", "大连市", "鞍山市"]
CITIES_BY_N = [*enumerate(CITIES, start=1)]


@pytest.fixture(scope="module")
def reference(project_dir):
    return Reference(project_dir / "seeds")


@pytest.fixture
def drafted(tmp_path, reference, project_dir):
    """Draft a folder, write the drafts, and read every file as they say."""

    def make(answers=None):
        folder = tmp_path / "landing" / "east"
        found = inspect_folder(folder, reference, answers)
        for name, text in found.files.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        (study,) = load_studies(folder.parent, seeds_dir=project_dir / "seeds")
        rows, infos = [], []
        for source in study.sources:
            for path in source.files:
                for result in read_sheets(path, source.mapping, study_folder=folder):
                    rows += [row for batch in result.records for row in batch.to_pylist()]
                    infos.append(result.file)
        return found, study, rows, infos

    (tmp_path / "landing" / "east").mkdir(parents=True)
    make.folder = tmp_path / "landing" / "east"
    return make


def save(path, sheets):
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)


def table(factor):
    return [
        ["城市", "GDP（亿元）", "旅行社数（个）"],
        *([city, factor * n, n] for n, city in enumerate(CITIES, start=1)),
    ]


def test_a_sheet_a_year_needs_one_mapping_and_one_answer(drafted):
    years = {f"{year}年": table(year - 2000) for year in range(2015, 2020)}
    save(drafted.folder / "a.xlsx", {**years, "说明": [["制表：统计局"]]})
    found, study, rows, infos = drafted()
    (source,) = study.sources
    assert (source.mapping.sheet, source.mapping.year.from_name) == ("????年", True)
    assert [info.sheet_name for info in infos] == list(years)
    assert {
        (row["year_text"], row["value_text"]) for row in rows if row["unit_name"] == "大连市"
    } >= {(str(year), str(2 * (year - 2000))) for year in range(2015, 2020)}
    assert (study.config.years.first, study.config.years.last) == (2015, 2019)
    assert found.interview.open() == []
    assert any("说明" in str(doubt) for _, doubt in found.doubts)


def test_a_file_a_year_needs_one_mapping_and_one_question(drafted, reference):
    for year in (2018, 2019, 2020):
        lines = ["城市,人数", *(f"{city},{90 + n}" for n, city in enumerate(CITIES))]
        path = drafted.folder / f"文化馆{year}.csv"
        path.write_bytes("\n".join(lines).encode("gb18030"))
    found = inspect_folder(drafted.folder, reference)
    (question,) = [one for one in found.interview.open() if one.kind == "unit"]
    assert question.file == "文化馆????.csv"
    _, study, rows, _ = drafted({question.key: "人"})
    (source,) = study.sources
    assert source.mapping.file == "文化馆[12][0-9][0-9][0-9].csv"
    assert {row["year_text"] for row in rows} == {"2018", "2019", "2020"}
    assert {row["measure_unit"] for row in rows} == {"人"}


def test_files_of_another_heading_keep_a_mapping_of_their_own(drafted):
    save(drafted.folder / "a2018.xlsx", {"Sheet1": table(1)})
    save(drafted.folder / "a2019.xlsx", {"Sheet1": [["市", *table(1)[0][1:]], *table(1)[1:]]})
    _, study, rows, _ = drafted()
    assert len(study.sources) == 2
    assert {row["year_text"] for row in rows} == {"2018", "2019"}


@pytest.mark.parametrize("kind", ["years", "indicators"])
def test_places_across_the_columns_are_turned_round(drafted, kind):
    body = {
        "years": [[2018, 1, 2, 3], [2019, 4, 5, 6]],
        "indicators": [["GDP（亿元）", 1, 2, 3], ["旅行社数（个）", 4, 5, 6]],
    }[kind]
    corner = "年份" if kind == "years" else "指标"
    title = "各市地区生产总值（亿元）" if kind == "years" else "2019年主要指标"
    save(drafted.folder / "a.xlsx", {"Sheet1": [[title], [corner, *CITIES], *body, ["注：略"]]})
    found, study, rows, _ = drafted()
    (source,) = study.sources
    assert source.mapping.transpose
    read = {
        (row["unit_name"], row["year_text"], row["indicator_code"]): row["value_text"]
        for row in rows
    }
    if kind == "years":
        assert read["大连市", "2019", "gdp"] == "5"
    else:
        assert read["鞍山市", "2019", "travel_agencies"] == "6"
    assert len(read) == 6
    assert found.interview.open() == []


@pytest.mark.parametrize("turned", [False, True])
def test_place_and_year_in_one_cell_are_read_apart(drafted, turned):
    lines = [
        ["指标", "GDP（亿元）", "旅行社数（个）"],
        *([f"{city}{year}", year - 2000, n] for year in (2018, 2019) for n, city in CITIES_BY_N),
    ]
    rows = [*map(list, zip(*lines, strict=True))] if turned else lines
    save(drafted.folder / "a.xlsx", {"Sheet1": rows})
    found, study, rows, _ = drafted()
    (source,) = study.sources
    assert (source.mapping.transpose, source.mapping.year.column) == (turned, "指标")
    read = {
        (row["unit_name"], row["year_text"], row["indicator_code"]): row["value_text"]
        for row in rows
    }
    assert len(read) == 12
    assert read["大连市", "2019", "gdp"] == "19"
    assert read["大连市", "2018", "travel_agencies"] == "2"
    assert "years: {first: 2018, last: 2019}" in found.files["study.yml"]
    assert found.interview.open() == []


@pytest.mark.parametrize("corner", [["年份", "月份"], ["月份", "年份"]])
def test_months_in_columns_of_their_own_beside_places_across(drafted, corner):
    dates = [(year, month) for year in (2018, 2019) for month in (1, 2, 3)]
    body = [
        [*(date if corner[0] == "年份" else date[::-1]), *(n * sum(date) for n, _ in CITIES_BY_N)]
        for date in dates
    ]
    title = ["社会消费品零售总额（亿元）"]
    save(drafted.folder / "a.xlsx", {"Sheet1": [title, [*corner, *CITIES], *body]})
    found, _, rows, _ = drafted()
    read = {(row["unit_name"], row["year_text"]): row["value_text"] for row in rows}
    assert len(read) == 18
    assert read["大连市", "2019M03"] == "4044"
    assert {row["indicator_code"] for row in rows} == {"retail_sales"}
    assert found.interview.open() == []


def test_workbooks_of_wps_and_libreoffice_are_read(drafted):
    save(drafted.folder / "甲.xlsx", {"2019年": table(3)})
    (drafted.folder / "甲.xlsx").rename(drafted.folder / "甲.et")
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="float" office:value="{cell}"/>'
            if isinstance(cell, int)
            else f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p>'
            "</table:table-cell>"
            for cell in row
        )
        + "</table:table-row>"
        for row in [["城市", "博物馆数（个）"], *([city, 2] for city in CITIES)]
    )
    names = 'xmlns:{0}="urn:oasis:names:tc:opendocument:xmlns:{0}:1.0"'.format
    spaces = " ".join(map(names, ("office", "table", "text")))
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="2020">{cells}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(drafted.folder / "乙.ods", "w") as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr("content.xml", content)
        book.writestr("META-INF/manifest.xml", f"<manifest:manifest {names('manifest')}/>")
    _, _, rows, infos = drafted()
    assert {info.source_file for info in infos} == {"甲.et", "乙.ods"}
    assert {(row["year_text"], row["indicator_code"]) for row in rows} == {
        ("2019", "gdp"),
        ("2019", "travel_agencies"),
        ("2020", "museums"),
    }


def test_merged_names_above_years_are_taken_for_every_year(drafted):
    cities = [cell for city in CITIES for cell in (city, "", "")]
    years = ["", "", *[2018, 2019, 2020] * 3]
    save(
        drafted.folder / "t.xlsx",
        {"raw": [["Indicators", "Unit", *cities], years, ["绿化率", "%", *range(9)]]},
    )
    _, study, rows, _ = drafted()
    assert study.sources[0].mapping.unit.fill_down
    assert {(row["unit_name"], row["year_text"]): row["value_text"] for row in rows} == {
        (city, str(year)): str(3 * n + year - 2018)
        for n, city in enumerate(CITIES)
        for year in (2018, 2019, 2020)
    }


def test_a_unit_of_another_quantity_makes_a_column_one_of_its_own(drafted):
    lines = [[city, 2020, n + 0.5] for n, city in enumerate(CITIES)]
    save(drafted.folder / "t.xlsx", {"raw": [["城市", "年份", "FDI"], *lines]})
    found, study, rows, _ = drafted({("t.xlsx", "raw", "unit", "FDI"): "%"})
    (indicator,) = study.indicators
    assert indicator.code == "fdi_2" and indicator.measure_unit == "%" and not found.questions
    assert len(rows) == 3
