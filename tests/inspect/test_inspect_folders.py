"""A folder of files becomes a study that loads once its questions are answered."""

import pytest
from openpyxl import Workbook

from wenmai.errors import ProblemsFound, WenmaiError
from wenmai.inspect import inspect_folder
from wenmai.studies import load_studies
from wenmai.studies.reference import Reference

CITIES = ["沈阳市", "大连市", "鞍山市"]


@pytest.fixture(scope="module")
def reference(project_dir):
    return Reference(project_dir / "seeds")


@pytest.fixture
def folder(tmp_path):
    """Return a folder as people have it: tables, policies with a list, links with a directory."""
    study = tmp_path / "landing" / "east"
    for name in ("tables", "documents", "links"):
        (study / name).mkdir(parents=True)
    panel = [f"{city},{year},{10 + year % 7}" for city in CITIES for year in (2019, 2020, 2021)]
    (study / "tables" / "gdp.csv").write_text(
        "\n".join(["城市,年份,地区生产总值（亿元）", *panel]), encoding="gb18030"
    )
    for city in CITIES:
        (study / "documents" / f"{city}文旅融合发展规划.txt").write_text("文旅融合" * 60)
    book = Workbook()
    book.active.append(["文件名", "标题", "发文机关", "发布日期"])
    for city in CITIES:
        book.active.append([f"{city}文旅融合发展规划", "规划", f"{city}文化局", "2020-03-04"])
    book.save(study / "documents" / "list.xlsx")
    (study / "links" / "cooperation.csv").write_text(
        "企业A,企业B,次数,年份\n甲,乙,3,2020\n乙,丙,1,2021\n甲,丙,2,2021\n"
    )
    (study / "links" / "firms.csv").write_text("企业,城市\n甲,沈阳市\n乙,大连市\n丙,鞍山市\n")
    (study / "tables" / "panel.dta").write_bytes(b"\x72")
    (study / "README.md").write_text("notes")
    return study


def written(folder, found):
    for name, text in found.files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def test_the_draft_of_a_folder_is_a_study(folder, reference, project_dir):
    found = inspect_folder(folder, reference)
    assert list(found.files) == ["sources/gdp.yml", "study.yml"]
    assert found.questions == 0
    written(folder, found)
    (study,) = load_studies(folder.parent, seeds_dir=project_dir / "seeds")
    assert (study.code, study.config.years.first, study.config.years.last) == ("east", 2019, 2021)
    assert set(study.unit_codes) >= {"210100", "210200", "210300"}
    assert [indicator.code for indicator in study.indicators] == ["gdp"]
    (documents,) = study.config.documents
    assert documents.metadata.columns.issuer == "发文机关"
    assert documents.files == ("documents/*.txt",)
    (network,) = study.config.networks
    assert network.node_table.columns.city == "城市"


def test_what_cannot_be_read_is_said(folder, reference):
    found = inspect_folder(folder, reference)
    assert any("panel.dta is a Stata file" in str(doubt) for _, doubt in found.doubts)
    assert not any("README" in str(note) for note in [*found.doubts, *found.understood])


def test_what_the_library_lacks_becomes_questions(folder, reference):
    rows = "\n".join(f"{city},{year},5" for city in CITIES for year in (2020, 2021))
    (folder / "tables" / "theatre.csv").write_text(f"城市,年份,剧场观众\n{rows}")
    found = inspect_folder(folder, reference)
    # the unit of measure, in the mapping and in the study, which keeps it outside the index
    assert found.questions == 2
    assert "in_index: false" in found.files["study.yml"]
    assert "years: {first: 2020, last: 2021}" in found.files["study.yml"]
    assert any("all tables have" in str(doubt) for _, doubt in found.doubts)


def test_a_year_that_no_file_says_is_a_question(folder, reference, project_dir):
    rows = "\n".join(f"{city},{n}" for n, city in enumerate(CITIES))
    (folder / "tables" / "gdp.csv").write_text(f"城市,地区生产总值（亿元）\n{rows}")
    found = inspect_folder(folder, reference)
    assert found.questions == 1
    written(folder, found)
    with pytest.raises(ProblemsFound, match="1900 stands for a year that the file does not say"):
        load_studies(folder.parent, seeds_dir=project_dir / "seeds")


def test_numbers_in_two_columns_are_no_links(folder, reference):
    rows = [f"{city},{n / 4},{(n + 1) % 5 / 4}" for n in range(9) for city in CITIES]
    (folder / "tables" / "gdp.csv").write_text("\n".join(["城市,a,b", *rows]))
    found = inspect_folder(folder, reference)
    assert "gdp.csv" not in found.files["study.yml"]


def test_an_indicator_of_two_tables_is_named(folder, reference):
    text = (folder / "tables" / "gdp.csv").read_bytes()
    (folder / "tables" / "gdp2.csv").write_bytes(text)
    found = inspect_folder(folder, reference)
    assert any(
        "gdp stands in sources/gdp.yml and sources/gdp2.yml" in str(one) for _, one in found.doubts
    )


def test_an_empty_folder_is_refused(tmp_path, reference):
    with pytest.raises(WenmaiError, match="Nothing in"):
        inspect_folder(tmp_path, reference)


@pytest.mark.real
def test_the_real_policies_are_described_by_their_list(real_data_dir, reference):
    found = inspect_folder(real_data_dir / "text" / "policy_pkulaw_samples", reference)
    study = found.files["study.yml"]
    assert "metadata: {file: policy_list.xlsx, columns: {file: 文件名, date: 年份}" in study
    assert "(?P<issuer>" in study
    assert any("names 142 are not here" in str(doubt) for _, doubt in found.doubts)


@pytest.mark.real
def test_the_real_shareholdings_find_their_companies(real_data_dir, reference):
    found = inspect_folder(real_data_dir / "networks" / "companies", reference)
    assert (
        "nodes: {file: import_company.csv, columns: {node: 'companyId:ID(Company)', "
        "city: 'area:string'}}" in found.files["study.yml"]
    )
