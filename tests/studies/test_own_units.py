"""Units that are none of China's administration: countries, and a table of the study's own."""

import pytest

from wenmai.reference.meanings import Meanings

STUDY = """\
code: parks
name: {zh: 园区, en: Parks}
years: {first: 2020, last: 2020}
units:
  table: units.csv
indicators:
  - code: gdp
"""
UNITS = (
    "code,name_zh,name_en,parent,longitude,latitude,other_names\n"
    "N,北方,North,,,,\n"
    "p1,沈阳,Shenyang Park,N,123.4,41.8,The Old Works|老厂\n"
    "p2,,Harbour,North,,,\n"
    "p3,独立园,,,,,\n"
)


@pytest.fixture
def parks(east):
    east.write("study.yml", STUDY)
    east.write("units.csv", UNITS)
    east.write("sources/values.yml", MAPPING)
    east.write("tables/values.csv", "园区,产值\n沈阳,1\n")
    return east


MAPPING = """\
file: tables/values.csv
unit: {name: 园区}
year: {value: 2020}
values:
  - {column: 产值, indicator: gdp, unit: 亿元}
"""


def test_a_study_of_its_own_units_knows_these_alone(parks):
    study = parks.load()
    assert study.unit_codes == ("parks.p1", "parks.p2", "parks.p3")
    assert parks.folder / "units.csv" in study.files
    units = {code: study.register[code] for code in study.unit_codes}
    assert [unit.province_code for unit in units.values()] == ["parks.N", "parks.N", ""]
    assert (units["parks.p1"].longitude, units["parks.p2"].longitude) == (123.4, None)
    # a name in one language stands for both
    assert (units["parks.p2"].name_zh, units["parks.p3"].name_en) == ("Harbour", "独立园")
    meanings = Meanings(study.register, study.unit_codes)
    for name, code in (("沈阳", "p1"), ("the old works", "p1"), ("P2", "p2"), ("parks.p3", "p3")):
        (meant,) = meanings.of_unit(name, level="unit")
        assert (meant.unit_code, meant.unit_status) == (f"parks.{code}", "resolved")
    (coded,) = meanings.of_unit("", code="p2.0", level="unit")
    assert coded.unit_code == "parks.p2"
    # an area is no unit of the study, and no city is ever meant
    assert meanings.of_unit("North", level="unit")[0].unit_status == "out_of_scope"
    assert meanings.of_unit("鞍山市", level="unit")[0].unit_status == "unknown"


def test_areas_are_studied_where_include_names_them(parks):
    parks.replace("study.yml", "  table: units.csv", "  table: units.csv\n  include: [North]")
    study = parks.load()
    assert set(study.unit_codes) == {"parks.N", "parks.p1", "parks.p2", "parks.p3"}
    parks.replace("study.yml", "include: [North]", "within: [北方]\n  exclude: [Harbour]")
    assert parks.load().unit_codes == ("parks.p1",)


def test_a_table_stands_beside_a_level_and_is_meant_first(parks):
    parks.replace("study.yml", "units.csv", "units.csv\n  level: prefecture\n  within: [辽宁]")
    parks.replace("units.csv", "p3,独立园,,", "p3,独立园,,吉林省")
    study = parks.load()
    assert len(study.unit_codes) == 3 + 14
    assert study.register["parks.p3"].province_code == "220000"
    meanings = Meanings(study.register, study.unit_codes)
    meant = [meanings.of_unit(name, level="prefecture")[0] for name in ("沈阳", "大连")]
    assert [one.unit_code for one in meant] == ["parks.p1", "210200"]


def test_countries_are_known_by_the_names_that_statistics_use(parks):
    parks.replace("study.yml", "  table: units.csv", "  kind: countries\n  within: [欧洲]")
    study = parks.load()
    assert {"CHE", "GBR", "DEU"} < set(study.unit_codes) and "CHN" not in study.unit_codes
    parks.replace("study.yml", "within: [欧洲]", "include: [瑞士, CN, 'Korea, Rep.', Hong Kong]")
    study = parks.load()
    assert study.unit_codes == ("CHE", "CHN", "KOR", "HKG")
    meanings = Meanings(study.register, study.unit_codes)
    for name in ("Switzerland", "ch", "CHE", "756"):
        assert meanings.of_unit(name, level="country")[0].unit_code == "CHE"
    assert meanings.of_unit("Georgia", level="country")[0].unit_status == "out_of_scope"
    assert meanings.of_unit("鞍山市", level="country")[0].unit_status == "unknown"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("p1,沈阳,", "p 1,沈阳,", "row 3: 'p 1' is no code of a unit. Codes have letters"),
        ("p2,,Harbour", "p2,,", "row 4: name_zh and name_en are both empty. Give the name"),
        ("p2,,Harbour", "p1,,Harbour", "row 4: 'p1' stands in row 3 already. Every unit has"),
        ("123.4,41.8", "223.4,41.8", "longitude: '223.4' is no number of degrees between −180"),
        ("123.4,41.8", "123.4,", "row 3: Of longitude and latitude only one is given."),
        ("Harbour,North", "Harbour,Nort", "row 4: The parent 'Nort' is neither a row of the table"),
        ("N,北方,North,", "N,北方,North,p1", "The parents go round in a circle: "),
        ("code,name_zh", "kode,name_zh", "row 1: The column 'kode' is not known. Did you mean"),
    ],
)
def test_what_is_wrong_with_the_table_is_named_with_its_row(parks, old, new, said):
    parks.replace("units.csv", old, new)
    problems = [str(problem) for problem in parks.problems()]
    assert any(f"east/units.csv: {said}" in one or said in one for one in problems), problems
    assert all("east/units.csv" in one for one in problems)


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ("  table: unit.csv", "units.table (line 5): There is no file"),
        ("  level: province\n  kind: countries", "level and kind exclude each other"),
        ("  within: [欧洲]", "Nothing says which units are studied: give level"),
        ("  kind: planets", "'planets' is not a choice"),
        ("  kind: countries\n  include: [鞍山市]", "No unit is called '鞍山市'."),
    ],
)
def test_units_of_no_kind_are_refused(parks, new, said):
    parks.replace("study.yml", "  table: units.csv", new)
    assert any(said in str(problem) for problem in parks.problems()), parks.problems()


def test_a_unit_of_measure_of_the_study_is_known_in_it_alone(parks):
    parks.replace(
        "study.yml",
        "  - code: gdp",
        "  - {code: joy, name: {zh: 满意度}, dimension: urban_services, direction: positive,"
        " unit: Score 1-5}",
    )
    parks.replace("sources/values.yml", "gdp, unit: 亿元", "joy, unit: score 1-5")
    assert any("'Score 1-5' is not known" in str(problem) for problem in parks.problems())
    parks.replace("study.yml", "indicators:", "measures: [Score 1-5]\nindicators:")
    assert parks.load().indicators[0].measure_unit == "Score 1-5"
    parks.replace("study.yml", "[Score 1-5]", "[Score 1-5, 万元]")
    (problem,) = parks.problems()
    assert "measures[1] (line 6): The unit of measure '万元' is known already." in str(problem)
