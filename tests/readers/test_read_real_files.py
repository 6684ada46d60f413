"""The real files through the example mappings: lines and values counted, one by one."""

import shutil
from pathlib import Path

import pytest

from wenmai.kit.mapping import load_mapping
from wenmai.readers import find_files, read_source

pytestmark = pytest.mark.real

# study, mapping → lines read = heading + skipped + filtered + data; records; blank ones
COUNTS = {
    ("northeast_cities", "industrial_structure"): (7992, 1, 17, 0, 7974, 31896, 11),
    ("northeast_cities", "real_gdp"): (7108, 1, 3, 0, 7104, 14208, 32),
    ("northeast_cities", "finance"): (6301, 1, 0, 0, 6300, 18900, 604),
    ("northeast_cities", "foreign_investment"): (8261, 1, 0, 0, 8260, 8260, 1260),
    ("northeast_cities", "population"): (8056, 1, 9, 0, 8046, 8046, 1078),
    ("northeast_cities", "roads"): (15106, 1, 57, 7744, 7304, 7304, 62),
    ("northeast_cities", "census"): (370, 1, 0, 0, 369, 738, 26),
    ("china_provinces", "nbs"): (264, 7, 40, 0, 217, 4309, 1302),
    ("yearbook_2017", "population"): (359, 14, 20, 0, 325, 1950, 193),
    ("yearbook_2017", "green_space"): (360, 14, 21, 0, 325, 1300, 222),
    ("yearbook_2017", "emissions"): (353, 7, 21, 0, 325, 975, 203),
    ("yearbook_2017", "air_and_waste"): (353, 7, 21, 0, 325, 975, 221),
    ("yearbook_2017", "gdp_composition"): (366, 7, 34, 0, 325, 975, 99),
}


@pytest.fixture(scope="module")
def landing(project_dir, real_data_dir, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("landing")
    real = real_data_dir / "northeast_real"
    files = {
        "northeast_cities": [*real.glob("*.xlsx"), *(real_data_dir / "census").glob("*.csv")],
        "china_provinces": [*(real / "nbs_gbk").glob("*.csv")],
        "yearbook_2017": [*(real / "yearbook_xls").glob("*.xls")],
    }
    for study, paths in files.items():
        shutil.copytree(project_dir / "examples" / study, folder / study)
        (folder / study / "tables").mkdir()
        for path in paths:
            shutil.copyfile(path, folder / study / "tables" / path.name)
    return folder


def read(landing, study, code):
    mapping = load_mapping(landing / study / "sources" / f"{code}.yml")
    infos, rows = [], []
    for path in find_files(mapping, landing / study):
        result = read_source(path, mapping, study_folder=landing / study)
        for batch in result.records:
            rows += batch.to_pylist()
        infos.append(result.file)
    return infos, rows


@pytest.mark.parametrize(("study", "code"), list(COUNTS), ids=str)
def test_lines_and_values_of_a_real_file(landing, study, code):
    infos, rows = read(landing, study, code)
    names = ("lines_read", "lines_heading", "lines_skipped", "lines_filtered", "lines_data")
    lines = tuple(sum(getattr(info, name) for info in infos) for name in names)
    blank = sum(row["value_text"] is None for row in rows)
    assert (*lines, len(rows), blank) == COUNTS[study, code]
    assert all(
        info.lines_read
        == sum((info.lines_heading, info.lines_skipped, info.lines_filtered, info.lines_data))
        for info in infos
    )
    assert not any(row["reader_issue"] for row in rows)


def test_146_of_578_population_cells_are_missing_in_the_observed_column(landing):
    _, rows = read(landing, "northeast_cities", "population")
    cells = [
        row
        for row in rows
        if row["within_name"] in {"辽宁省", "吉林省", "黑龙江省"}
        and 2007 <= int(row["year_text"]) <= 2023
    ]
    assert len(cells) == 578
    assert sum(row["value_text"] is None for row in cells) == 146


def test_the_shifted_cells_of_2011_arrive_as_the_source_has_them(landing):
    _, rows = read(landing, "northeast_cities", "industrial_structure")
    gdp = {
        row["unit_name"]: row["value_text"]
        for row in rows
        if row["indicator_code"] == "gdp" and row["year_text"] == "2011"
    }
    assert [gdp[name] for name in ("佳木斯市", "七台河市", "牡丹江市", "黑河市", "绥化市")] == [
        "308.059", "940.3461", "316.0451", "912.0937", "124.6602",
    ]  # fmt: skip
    assert "大兴安岭地区" not in gdp


def test_the_sample_survey_of_2015_is_twenty_times_larger(landing):
    _, rows = read(landing, "china_provinces", "nbs")
    beijing = {
        row["year_text"]: row["value_text"]
        for row in rows
        if row["unit_name"] == "北京市" and row["indicator_code"] == "population_sample_count"
    }
    assert (beijing["2014"], beijing["2015"], beijing["2016"]) == ("17757", "335775", "18132")
    assert beijing["2025"] is None
