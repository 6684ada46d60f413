"""What a study that is right becomes."""

import pytest

from wenmai.studies import find_study_folders, load_studies


def test_northeast_china_has_36_units_without_listing_one(east):
    east.replace("study.yml", "[辽宁省]", '[辽宁省, 吉林省, "230000"]')
    codes = east.load().unit_codes
    assert len(codes) == len(set(codes)) == 36
    assert {code[:2] for code in codes} == {"21", "22", "23"}


def test_a_code_may_stand_without_quotes(east):
    quoted = east.load().unit_codes
    east.replace("study.yml", "[辽宁省]", "[210000]")
    assert east.load().unit_codes == quoted


def test_jilin_is_the_province_where_an_area_stands_and_the_city_where_a_unit_stands(east):
    east.replace("study.yml", "[辽宁省]", "[吉林]\n  exclude: [吉林]")
    codes = east.load().unit_codes
    assert "220100" in codes
    assert "220200" not in codes
    east.replace("study.yml", "level: prefecture", "level: province")
    east.replace("study.yml", "within: [吉林]\n  exclude: [吉林]", "include: [吉林, 辽宁]")
    assert east.load().unit_codes == ("220000", "210000")


def test_a_whole_level_lies_within_the_country(east):
    east.replace("study.yml", "level: prefecture", "level: province")
    east.replace("study.yml", "[辽宁省]", "[中国]\n  exclude: [台湾省, 香港, 澳门]")
    assert len(east.load().unit_codes) == 31


def test_a_unit_included_twice_counts_once(east):
    before = east.load().unit_codes
    east.replace("study.yml", "[辽宁省]", "[辽宁省, 210000]\n  include: [沈阳, Changchun]")
    assert east.load().unit_codes == (*before, "220100")


def test_an_indicator_takes_from_the_library_what_the_study_leaves_out(east):
    gdp = east.load().indicators[0]
    assert (gdp.code, gdp.dimension_code, gdp.direction) == ("gdp", "economic_base", "positive")
    assert (gdp.measure_unit, gdp.valid_min, gdp.valid_max) == ("亿元", 0, None)
    assert gdp.name_zh


def test_what_the_study_says_overrides_the_library(east):
    east.replace(
        "study.yml",
        "- code: gdp",
        "- code: gdp\n    name: {zh: 总量}\n    direction: negative\n    max_gap_years: 5\n"
        "    valid_min: null\n    valid_max: 99",
    )
    gdp = east.load().indicators[0]
    assert (gdp.name_zh, gdp.name_en, gdp.direction) == ("总量", "总量", "negative")
    assert (gdp.valid_min, gdp.valid_max, gdp.max_gap_years) == (None, 99, 5)


def test_the_librarys_bounds_follow_the_studys_unit_of_measure(east):
    # the library bounds the population per household by 20 人/户; a share of 100 % is 1000 ‰
    east.replace("study.yml", "- code: gdp", "- code: urbanization_rate\n    unit: ‰")
    east.replace(
        "sources/values.yml", "indicator: gdp, unit: 亿元", "indicator: urbanization_rate, unit: ‰"
    )
    rate = east.load().indicators[0]
    assert (rate.measure_unit, rate.valid_min, rate.valid_max) == ("‰", 0, 1000)


def test_a_study_that_says_all_of_an_indicator_keeps_its_code_when_the_library_gains_it(east):
    east.replace(
        "study.yml",
        "- code: gdp",
        "- code: gdp\n    name: {zh: 入境人次}\n    dimension: economic_base\n"
        "    direction: positive\n    unit: 万人次",
    )
    east.replace("sources/values.yml", "亿元", "万人次")
    own = east.load().indicators[0]
    assert (own.code, own.name_zh, own.measure_unit) == ("gdp", "入境人次", "万人次")
    assert (own.valid_min, own.valid_max) == (None, None)


def test_a_unit_of_measure_is_kept_as_labels_write_it(east):
    east.replace("study.yml", "- code: gdp", "- code: gdp\n    unit: 10k_cny")
    assert east.load().indicators[0].measure_unit == "万元"


def test_a_new_indicator_needs_no_library(east):
    new = (
        "- code: night_markets\n    name: {zh: 夜市数, en: Night markets}\n"
        "    dimension: market_realization\n    direction: positive\n    unit: 个"
    )
    east.replace("study.yml", "- code: gdp", new)
    east.replace(
        "sources/values.yml", "indicator: gdp, unit: 亿元", "indicator: night_markets, unit: 个"
    )
    markets = east.load().indicators[0]
    assert (markets.name_en, markets.valid_min, markets.valid_max) == ("Night markets", None, None)


def test_files_of_a_pattern_come_sorted_and_leftovers_of_office_programs_do_not_count(east):
    east.replace("sources/values.yml", "tables/values.csv", "tables/**/*.csv")
    for name in ("b.csv", "a/z.csv", "~$b.csv", ".hidden.csv", "b.xlsx"):
        east.write(f"tables/{name}", "城市,年份,地区生产总值,文化收入\n")
    (source,) = east.load().sources
    found = [path.relative_to(east.folder).as_posix() for path in source.files]
    assert found == ["tables/a/z.csv", "tables/b.csv", "tables/values.csv"]


def test_a_file_that_two_mappings_read_is_one_file_of_the_study(east):
    east.write("sources/again.yml", (east.folder / "sources/values.yml").read_bytes())
    study = east.load()
    assert [source.mapping_code for source in study.sources] == ["again", "values"]
    assert len(study.files) == 1


def test_studies_come_sorted_from_all_landing_folders_each_once(make_study, settings, tmp_path):
    make_study("west").replace("study.yml", "code: east", "code: west")
    make_study("east")
    landing = settings.landing[0]
    folders = [landing, landing / ".." / landing.name, tmp_path / "absent"]
    assert [study.code for study in load_studies(folders)] == ["east", "west"]
    assert [folder.name for folder in find_study_folders(folders)] == ["east", "west"]
    assert [study.code for study in load_studies(settings, only=["west"])] == ["west"]


@pytest.mark.parametrize(
    ("name", "old", "new", "changes"),
    [
        ("study.yml", "code: east", "# a comment\ncode:   east", False),
        ("study.yml", "{first: 2018, last: 2020}", "{last: 2020, first: 2018}", False),
        ("sources/values.yml", "file:", "# a comment\nfile:", False),
        ("study.yml", "last: 2020", "last: 2021", True),
        ("sources/values.yml", "year:", "priority: 5\nyear:", True),
        ("study.yml", "indicators:", "index: {winsor_lower: 0.02}\nindicators:", True),
    ],
)
def test_the_hash_of_a_study_follows_what_it_says(east, name, old, new, changes):
    before = east.load().config_hash
    east.replace(name, old, new)
    assert (east.load().config_hash != before) == changes


def test_an_indicator_may_be_loaded_without_a_place_in_the_index(east):
    east.replace("study.yml", "- code: gdp", "- code: gdp\n    in_index: false")
    assert [indicator.is_in_index for indicator in east.load().indicators] == [False, True]


def test_an_indicator_outside_the_index_needs_none_of_the_studys_dimensions(east):
    east.replace("study.yml", "- code: gdp", "- code: gdp\n    in_index: false")
    east.replace("study.yml", "indicators:", "dimensions: [market_realization]\nindicators:")
    assert len(east.load().indicators) == 2


def test_a_study_must_study_something(east):
    text = (east.folder / "study.yml").read_text(encoding="utf-8")
    east.write("study.yml", text.partition("indicators:")[0])
    assert "It studies nothing: add one of" in east.problem()
