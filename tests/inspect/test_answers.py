"""A study answered in Excel alone: questions written, filled in, read back, and nothing lost."""

import openpyxl
import pytest

from wenmai.cli.inspect_file import inspect
from wenmai.errors import ProblemsFound
from wenmai.inspect.answers import read_answers
from wenmai.kit.answers_file import ANSWERS_FILE
from wenmai.studies import load_studies
from wenmai.studies.reference import Reference

CITIES = ["沈阳市", "大连市", "鞍山市"]


@pytest.fixture(scope="module")
def reference(project_dir):
    return Reference(project_dir / "seeds")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Return a folder whose two tables leave open: a unit, a year, what a column is."""
    monkeypatch.setenv("WENMAI_LANG", "zh")
    study = tmp_path / "landing" / "east"
    study.mkdir(parents=True)
    panel = [f"{city},{n},{n + 3},=1" for n, city in enumerate(CITIES, start=5)]
    (study / "gdp.csv").write_text(
        "\n".join(["城市,地区生产总值,接待的国内游客总量（万人次）,备注", *panel])
    )
    return study


def draft(folder):
    inspect(folder, write=folder)


def questions(folder):
    sheet = openpyxl.load_workbook(folder / ANSWERS_FILE)["待确认"]
    return [[cell.value or "" for cell in row] for row in sheet.iter_rows(min_row=2)]


def fill_in(folder, **answers):
    """Answer by the kind of a question, as a person would: in the column of answers."""
    book = openpyxl.load_workbook(folder / ANSWERS_FILE)
    for row in book["待确认"].iter_rows(min_row=2):
        kind = row[6].value.split('"')[5]
        if kind in answers:
            row[5].value = answers[kind]
    book.save(folder / ANSWERS_FILE)


def test_a_study_is_answered_in_excel_alone(folder, project_dir, capsys):
    draft(folder)
    rows = questions(folder)
    assert [row[0] for row in rows] == ["必答 yes"] * 2 + ["可选 no"] * 2
    assert "沈阳市 5; 大连市 6" in next(row[4] for row in rows if "计量单位" in row[3])
    assert "还有2个问题必须回答" in capsys.readouterr().err
    fill_in(folder, unit="亿元", year=2020, indicator="domestic_visitors 国内游客")
    draft(folder)
    assert "采用了待确认.xlsx中的3个回答" in capsys.readouterr().err
    (study,) = load_studies(folder.parent, seeds_dir=project_dir / "seeds")
    (source,) = study.sources
    values = {value.indicator: value.unit for value in source.mapping.values}
    assert values == {"gdp": "亿元", "domestic_visitors": "万人次"}
    assert source.mapping.year.value == 2020
    # the answers stand there again, and the workbook is no table of the study
    assert "亿元" in [row[5] for row in questions(folder)]


def test_numbers_of_no_year_become_a_cross_section(folder, project_dir, capsys):
    draft(folder)
    fill_in(folder, unit="亿元", year="none 没有年份（截面）")
    draft(folder)
    (study,) = load_studies(folder.parent, seeds_dir=project_dir / "seeds")
    assert study.config.years.per_year == 0
    assert study.sources[0].mapping.year.absent
    # beside a table of years it is left out, with both ways out
    (folder / "visitors.csv").write_text(
        "\n".join(["城市,年份,国内游客（万人次）", *(f"{city},2020,5" for city in CITIES)])
    )
    draft(folder)
    assert "放入单独的研究文件夹" in "".join(capsys.readouterr().err.split())
    text = (folder / "study.yml").read_text(encoding="utf-8")
    assert "years: {first: 2020, last: 2020}" in text and "code: gdp" not in text


def test_lists_of_choices_stand_in_the_cells(folder):
    draft(folder)
    sheet = openpyxl.load_workbook(folder / ANSWERS_FILE)["待确认"]
    assert len(sheet.data_validations.dataValidation) == 4
    # a year is typed, or none is chosen
    assert {one.errorStyle for one in sheet.data_validations.dataValidation} == {
        None,
        "information",
    }


def test_half_of_the_answers_and_wrong_ones_are_said_and_kept(folder, reference, capsys):
    draft(folder)
    fill_in(folder, unit="亿万元", year="去年", indicator="沈阳")
    draft(folder)
    said = "".join(capsys.readouterr().err.split())
    assert "第2行：“去年”不能采用。请填写四位数的年份" in said
    assert "没有这个计量单位" in said and "请从下拉列表中选择" in said
    found = read_answers(folder, reference)
    assert found.usable == {} and sorted(found.given.values()) == ["亿万元", "去年", "沈阳"]
    # what only looks like digits; a key that is brackets all the way down
    fill_in(folder, year="2018²")
    book = openpyxl.load_workbook(folder / ANSWERS_FILE)
    book["待确认"].append([None] * 5 + ["x", "[" * 30_000])
    book.save(folder / ANSWERS_FILE)
    draft(folder)
    assert "“2018²”不能采用" in "".join(capsys.readouterr().err.split())
    fill_in(folder, year="2021年")
    draft(folder)
    assert "year: {value: 2021}" in (folder / "sources" / "gdp.yml").read_text(encoding="utf-8")
    assert "亿万元" in [row[5] for row in questions(folder)]


def test_what_somebody_changed_is_never_written_over(folder, capsys):
    draft(folder)
    mapping = folder / "sources" / "gdp.yml"
    changed = mapping.read_text(encoding="utf-8").replace("prefecture", "county")
    mapping.write_text(changed, encoding="utf-8")
    fill_in(folder, unit="亿元", year=2020)
    draft(folder)
    assert mapping.read_text(encoding="utf-8") == changed
    assert "保留不动，因为有人修改过" in capsys.readouterr().err


def test_a_workbook_that_cannot_be_read_is_said_and_stays(folder, reference):
    draft(folder)
    whole = (folder / ANSWERS_FILE).read_bytes()
    (folder / ANSWERS_FILE).write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ProblemsFound, match=ANSWERS_FILE):
        read_answers(folder, reference)
    book = openpyxl.Workbook()
    book.active.append(["问题", "回答"])
    book.save(folder / ANSWERS_FILE)
    with pytest.raises(ProblemsFound, match="No heading has both columns"):
        draft(folder)
    assert openpyxl.load_workbook(folder / ANSWERS_FILE).active["A1"].value == "问题"


def test_an_answer_whose_key_was_changed_is_said(folder, reference):
    draft(folder)
    book = openpyxl.load_workbook(folder / ANSWERS_FILE)
    book["待确认"]["F2"], book["待确认"]["G2"] = "2020", "x"
    book.save(folder / ANSWERS_FILE)
    (problem,) = read_answers(folder, reference).problems
    assert "Row 2: the answer '2020' belongs to no question" in str(problem)
