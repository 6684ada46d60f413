"""Every spelling of a unit means one thing; where it does not, what it could mean stands by."""

import pytest

from wenmai.reference import AdministrativeUnit, UnitName, UnitRegistry
from wenmai.reference.meanings import LAST_YEAR, Meaning, Meanings, national_issuers

LIAONING = {"210100", "210200"}


@pytest.fixture
def liaoning(registry) -> Meanings:
    return Meanings(registry, LIAONING)


def only(meanings) -> Meaning:
    (meaning,) = meanings
    assert (meaning.first_year, meaning.last_year) == (0, LAST_YEAR)
    return meaning


@pytest.mark.parametrize(
    ("name", "code", "unit_code", "disagrees"),
    [
        ("沈阳", "", "210100", False),
        (" 沈　阳市 ", "210100.0", "210100", False),
        ("ＳＨＥＮ Yang", "n.a.", "210100", False),
        ("210100", "", "210100", False),
        ("亚特兰蒂斯", "210100", "210100", False),  # nobody's name: the code decides
        ("沈阳市", "210200", "210100", True),  # the code of another place: the name wins
    ],
)
def test_a_name_means_a_unit_of_the_study(liaoning, name, code, unit_code, disagrees):
    said = only(liaoning.of_unit(name, level="prefecture", code=code))
    assert said[:4] == (unit_code, "resolved", disagrees, None)


@pytest.mark.parametrize(
    ("name", "level", "code", "unit_code"),
    [
        ("大庆市", "prefecture", "", "230600"),  # a unit outside the study
        ("辽宁省", "prefecture", "", "210000"),  # of another level
        ("吉林", "prefecture", "220000", "220000"),  # the code names the province
    ],
)
def test_what_cannot_concern_the_study_is_out_of_scope(liaoning, name, level, code, unit_code):
    said = only(liaoning.of_unit(name, level=level, code=code))
    assert (said.unit_code, said.unit_status) == (unit_code, "out_of_scope")


def test_a_name_that_several_bear_is_ambiguous_only_where_one_is_of_the_study(registry):
    elsewhere = only(Meanings(registry, LIAONING).of_unit("Suzhou", level="prefecture"))
    assert elsewhere[:2] == (None, "out_of_scope")
    jiangsu = Meanings(registry, {"320500"})
    open_name = only(jiangsu.of_unit("Suzhou", level="prefecture"))
    assert open_name[:2] == (None, "ambiguous")
    assert open_name.candidates == "苏州市 320500, 宿州市 341300"
    told_apart = only(jiangsu.of_unit("Suzhou", level="prefecture", within="江苏省"))
    assert told_apart[:2] == ("320500", "resolved")


def test_an_unknown_name_comes_with_the_nearest_of_its_level(liaoning):
    said = only(liaoning.of_unit("沈阳氏", level="prefecture"))
    assert said.unit_status == "unknown"
    assert said.candidates is not None
    assert said.candidates.startswith("沈阳市 210100")
    nothing = only(liaoning.of_unit("", level="prefecture"))
    assert (nothing.unit_status, nothing.candidates) == ("unknown", None)


def small_registry() -> UnitRegistry:
    """Two prefectures that bore one name one after the other, and a third in between."""
    spans = {"410100": (1949, 1990), "410200": (1991, None), "410300": (1980, 1995)}
    units = [
        AdministrativeUnit(code, "prefecture", code, "", "", "410000", None, None, 1949, None)
        for code in spans
    ]
    names = [
        UnitName(code, "新城", "新城", "short", first, last)
        for code, (first, last) in spans.items()
    ]
    return UnitRegistry(units, names)


def test_a_name_that_moved_means_what_it_meant_in_the_year():
    said = Meanings(small_registry(), {"410100", "410200"}).of_unit("新城", level="prefecture")
    found = [(one.first_year, one.last_year, one.unit_code, one.candidates) for one in said]
    everybody = "410100 410100, 410200 410200, 410300 410300"
    assert found == [
        (0, 1948, None, everybody),  # no year, and years in which nobody bore it
        (1949, 1979, "410100", None),
        (1980, 1990, None, "410100 410100, 410300 410300"),
        (1991, 1995, None, "410200 410200, 410300 410300"),
        (1996, LAST_YEAR, "410200", None),
    ]


ISSUERS = [
    ("吉林市文化局", "220200", None),  # the longest name wins over the province's
    ("吉林", None, "吉林市 220200, 吉林省 220000"),  # the study covers one, lies in the other
    ("220200", "220200", None),
    ("朝阳日报", "211300", None),  # of two places of this name the study's
    ("文化和旅游部办公厅", "100000", None),
    ("某某公司", None, None),
    ("长海传媒", None, None),  # a short name of a county begins nothing
    ("长海", "210224", None),
    ("台湾省", "710000", None),
    ("中共吉林省委办公厅", "220000", None),
    ("中共中央办公厅", "100000", None),
    ("Shandong Provincial People's Government", "370000", None),
    ("Jilin Provincial People's Government", "220000", None),
    ("General Office of the People's Government of Liaoning Province", "210000", None),
    ("Ministry of Magic", None, None),
]


@pytest.mark.parametrize(("name", "unit_code", "candidates"), ISSUERS)
def test_an_issuer_belongs_to_the_unit_with_whose_name_it_begins(
    registry, seeds_dir, name, unit_code, candidates
):
    meanings = Meanings(registry, {"220200", "211300"}, national_issuers(seeds_dir))
    said = next(one for one in meanings.of_issuer(name) if one.first_year <= 2020 <= one.last_year)
    assert (said.unit_code, said.candidates) == (unit_code, candidates)
    assert said.unit_status == (
        "resolved" if unit_code else "ambiguous" if candidates else "unknown"
    )


@pytest.mark.parametrize(
    ("unit_code", "level", "counted"),
    [
        ("210224", "prefecture", "210200"),  # 长海县 speaks for its prefecture
        ("429004", "prefecture", "420000"),  # 仙桃市 is ruled by its province
        ("210224", "county", "210224"),
        ("210000", "prefecture", "210000"),
        (None, "prefecture", None),
    ],
)
def test_a_county_counts_for_its_prefecture_or_the_province_that_rules_it(
    liaoning, unit_code, level, counted
):
    assert liaoning.counted_unit(unit_code, level) == counted
