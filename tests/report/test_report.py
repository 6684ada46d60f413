"""The brief says what the atlas says, in files that people can edit."""

import re
import shutil

import docx
import duckdb
import pytest

from wenmai.atlas.blocks import Answer, Block, Chooser, Page, both, chosen
from wenmai.atlas.charts import bars, lines
from wenmai.atlas.reading import Reading
from wenmai.atlas.studies import studies_of
from wenmai.atlas.warehouse import Warehouse
from wenmai.errors import WenmaiError
from wenmai.indicators.pages import start_page
from wenmai.networks.pages.charts import graph, matrix
from wenmai.report.content import Brief, Section, Table, make_brief
from wenmai.report.pictures import draw
from wenmai.report.word import write_word
from wenmai.report.write import write_brief


@pytest.fixture(scope="module")
def connection(index_warehouse):
    with duckdb.connect(str(index_warehouse.settings.serving_file), read_only=True) as opened:
        yield opened


@pytest.fixture(scope="module")
def study(connection):
    return next(one for one in studies_of(Warehouse(connection)) if one.n_indicators)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_leader_reads_the_sentences_of_the_start_page(connection, study, tmp_path, language):
    file = write_brief(
        connection, study.code, tmp_path / "brief.docx", language=language, reader="leader"
    )
    document = docx.Document(str(file))
    said = [paragraph.text for paragraph in document.paragraphs]
    page = start_page(Warehouse(connection), study)
    findings = {block.code: block.title[language].rstrip("。.") for block in page.blocks}
    for code in ("leads", "moves", "why"):
        assert any(findings[code] == text.rstrip("。.") for text in said), code
    headings = [one.text for one in document.paragraphs if one.style.name == "Heading 1"]
    questions = [block.question[language] for block in page.blocks if block.code in findings]
    assert [re.sub("^[一二三四五六]、", "", text) for text in headings] == questions[
        : len(headings)
    ]
    top = document.tables[0]
    ranked = connection.execute(
        """
        select rank_in_year, innovation_score from marts.fct_innovation_index
        where study_code = ? and rank_in_year <= 5
        qualify year = max(year) over ()
        order by rank_in_year, unit_code
        """,
        [study.code],
    ).fetchall()
    shown = [(int(row.cells[0].text), row.cells[2].text) for row in top.rows[1:]]
    assert shown == [(rank, f"{score:.3f}") for rank, score in ranked[:5]]


def test_a_bureau_gets_pictures_with_captions_and_alt_texts(connection, study, tmp_path):
    file = write_brief(connection, study.code, tmp_path / "b.docx", language="zh", reader="bureau")
    document = docx.Document(str(file))
    assert len(document.inline_shapes) >= 4
    for shape in document.inline_shapes:
        assert shape._inline.docPr.get("descr").strip()
    captions = [one.text for one in document.paragraphs if one.style.name == "Caption"]
    numbered = [text for text in captions if re.match(r"图\d+ ", text)]
    assert len(numbered) == len(document.inline_shapes)
    assert "方法" in document.paragraphs[-1].text or any(
        one.text.endswith("、方法") or one.text == "方法" for one in document.paragraphs
    )
    assert document.sections[0].footer.paragraphs[0].text.startswith("文脉 wenmai，发布版本")


def test_a_page_needs_nothing_beside_it_and_keeps_markup_text(connection, study, tmp_path):
    file = write_brief(connection, study.code, tmp_path / "b.html", language="en", reader="bureau")
    text = file.read_text(encoding="utf-8")
    addresses = re.findall(r'(?:src|href)="([^"]{0,30})', text)
    assert addresses
    assert all(address.startswith("data:image/svg+xml;base64,") for address in addresses)
    assert "<script" not in text


def test_a_brief_about_one_unit(connection, study, tmp_path):
    code, name = connection.execute(
        """
        select unit_code, unit_name_zh from marts.fct_innovation_index
        inner join marts.dim_units using (unit_code)
        where study_code = ? and rank_in_year = 1
        order by year desc limit 1
        """,
        [study.code],
    ).fetchone()
    brief = make_brief(Warehouse(connection), study.code, language="zh", unit=name)
    assert brief.title.startswith(name)
    same = make_brief(Warehouse(connection), study.code, language="zh", unit=code)
    assert same == brief
    assert [name in line for line in brief.sections[0].table.rows[0]] == [False, True]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (("nowhere", "b.docx", None), "has no study nowhere"),
        ((None, "b.txt", None), "ends in none of"),
        ((None, "b.docx", "亚特兰蒂斯"), "no score of a unit 亚特兰蒂斯"),
        ((None, "no/folder/b.docx", None), "cannot be written"),
    ],
)
def test_what_cannot_be_written_is_one_sentence(connection, study, tmp_path, asked, sentence):
    study_code, file, unit = asked
    with pytest.raises(WenmaiError, match=sentence):
        write_brief(
            connection,
            study_code or study.code,
            tmp_path / file,
            language="en",
            reader="leader",
            unit=unit,
        )


def test_without_libreoffice_a_pdf_is_refused_with_the_way_out(
    connection, study, tmp_path, monkeypatch
):
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(WenmaiError, match=r"made by LibreOffice") as refused:
        write_brief(connection, study.code, tmp_path / "b.pdf", language="zh", reader="leader")
    assert ".docx" in refused.value.hint


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")
def test_a_leaders_brief_is_one_page(connection, study, tmp_path):
    pypdf = pytest.importorskip("pypdf")
    file = write_brief(connection, study.code, tmp_path / "b.pdf", language="zh", reader="leader")
    assert len(pypdf.PdfReader(str(file)).pages) == 1


def _page(option, rows, choosers=()):
    answer = Answer("…", ("name", "year", "value"), rows)
    block = Block("b", both("题", "T"), answer, option=option, choosers=choosers)
    return block, Page("p", both("", ""), both("", ""), [block])


def test_what_a_reader_chooses_decides_what_is_drawn():
    rows = [("A", 2023, 1.0), ("A", 2024, 2.0), ("B", 2024, 3.0)]
    option = bars("name", [(both("值", "Value"), "value")], where={"year": chosen("year")})
    years = Chooser("year", both("年份", "Year"), [(2024, "2024", "2024"), (2023, "2023", "2023")])
    block, page = _page(option, rows, [years])
    first = Reading(page, "en", {})
    assert [row["value"] for row in first.datasets(block)[1]] == [2.0, 3.0]
    other = Reading(page, "en", {"year": 2023})
    assert [row["value"] for row in other.datasets(block)[1]] == [1.0]
    assert draw(block, first, "svg") == draw(block, first, "svg")
    assert draw(block, first, "svg") != draw(block, other, "svg")


def test_networks_and_cells_are_drawn_as_the_page_shows_them():
    columns = ("from_node", "from_name", "from_name_en", "role_code", "from_degree", "from_x",
               "from_y", "to_node", "to_name", "to_name_en", "other_role_code", "to_degree",
               "to_x", "to_y", "strength", "is_backbone")  # fmt: skip
    rows = [
        ("a", "甲", "A", "bridge", 2, 0, 0, "b", "乙", "B", None, 1, 1, 0, 3.0, True),
        ("a", "甲", "A", "bridge", 2, 0, 0, "c", "丙", "C", None, 1, 1, 1, 1.0, False),
    ]
    answer = Answer("select 1", columns, rows)
    size = {}
    for code, option in (("graph", graph()), ("matrix", matrix())):
        block = Block(code, both("图", "P"), answer, option=option)
        page = Page("p", both("", ""), both("", ""), [block])
        svg = draw(block, Reading(page, "en", {}), "svg").decode()
        assert all(f">{name}<" in svg for name in "ABC"), code
        size[code] = svg
    # one link is of the backbone; a matrix shows both in one image
    assert size["graph"].count("stroke-opacity") == 1
    assert size["matrix"].count("<image") == 1


def test_missing_values_leave_a_gap_and_no_rows_no_picture():
    option = lines("year", [(both("值", "Value"), "value", {"name": "A"})])
    block, page = _page(option, [("A", 2023, None), ("A", 2024, 2.0)])
    assert draw(block, Reading(page, "en", {}), "png")[:4] == b"\x89PNG"
    block, page = _page(option, [])
    assert draw(block, Reading(page, "en", {}), "png") is None


def test_signs_that_no_document_may_hold_stand_as_one_that_it_may(tmp_path):
    odd = "a\x00b\x0bc\ud800\uffff"
    table = Table([odd], [[odd]], [False], note=odd)
    brief = Brief("zh", odd, odd, odd, odd, [Section(odd, odd, odd, table=table)])
    write_word(brief, tmp_path / "odd.docx")
    document = docx.Document(str(tmp_path / "odd.docx"))
    assert document.paragraphs[0].text == document.tables[0].cell(0, 0).text == "a�b�c��"
