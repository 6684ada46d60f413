"""Which unit a name and a code mean."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wenmai.errors import WenmaiError
from wenmai.reference import AdministrativeUnit, UnitName, UnitRegistry, name_key

# what names are written in: Chinese, ASCII, full-width ASCII, white space
LETTERS = st.sampled_from(
    [
        chr(code)
        for low, high in ((32, 127), (0x4E00, 0x9FA6), (0xFF01, 0xFF5F))
        for code in range(low, high)
    ]
    + ["\t", "\n", "\u3000", "\u200b"]
)
NORTHEAST = ["辽宁省", "Jilin", "230000"]


@pytest.mark.parametrize("year", [*range(2007, 2025), None])
def test_the_northeast_has_36_prefecture_level_units(registry, year):
    found = registry.expand("prefecture", NORTHEAST, year)
    counts = [sum(code.startswith(prefix) for code in found) for prefix in ("21", "22", "23")]
    assert counts == [14, 9, 13]


@pytest.mark.parametrize(("year", "count"), [(2018, 338), (2019, 337), (2023, 337)])
def test_china_has_333_prefectures_and_4_municipalities(registry, year, count):
    assert len(registry.expand("prefecture", year=year)) == count


@pytest.mark.parametrize(
    "name",
    [
        "沈阳市",
        "沈阳",
        " 沈 阳 ",
        "沈阳市\u200b",
        "Shenyang",
        "SHENYANG ",
        "Shenyang City",
        "210100",
    ],
)
def test_a_city_is_known_by_all_its_names(registry, name):
    assert registry.resolve(name, level="prefecture").unit_code == "210100"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("延边", "222400"),
        ("延边州", "222400"),
        ("Yanbian Korean Autonomous Prefecture", "222400"),
        ("大兴安岭", "232700"),
        ("Daxing'anling", "232700"),
        ("Daxing’anling", "232700"),
        ("daxinganling", "232700"),
        ("襄樊市", "420600"),
        ("思茅市", "530800"),
        ("思茅地区", "530800"),
        ("绥化地区", "231200"),
        ("锦西市", "211400"),
        ("浑江市", "220600"),
        ("黔东南苗族侗族自治州", "522600"),
        ("Lu'an", "341500"),
        ("Xiamen", "350200"),
    ],
)
def test_short_former_and_english_names_resolve(registry, name, code):
    found = registry.resolve(name, level="prefecture")
    assert (found.status, found.unit_code) == ("resolved", code)


@pytest.mark.parametrize("name", ["吉林", "Jilin", "ＪＩＬＩＮ"])
def test_jilin_is_a_city_and_a_province(registry, name):
    assert registry.resolve(name, level="prefecture").unit_code == "220200"
    assert registry.resolve(name, level="province").unit_code == "220000"
    open_question = registry.resolve(name)
    assert open_question.status == "unit_ambiguous"
    assert open_question.candidates == ("220000", "220200")


def test_the_suffix_tells_jilin_city_from_jilin_province(registry):
    assert registry.resolve("吉林市").unit_code == "220200"
    assert registry.resolve("吉林省").unit_code == "220000"


@pytest.mark.parametrize(
    ("name", "within", "code"),
    [("Suzhou", "江苏", "320500"), ("suzhou", "Anhui", "341300"), ("Fuzhou", "360000", "361000")],
)
def test_the_province_decides_between_namesakes(registry, name, within, code):
    assert registry.resolve(name, level="prefecture").status == "unit_ambiguous"
    assert registry.resolve(name, level="prefecture", within=within).unit_code == code


def test_the_code_decides_between_namesakes(registry):
    found = registry.resolve("Suzhou", level="prefecture", code="341300.0")
    assert (found.unit_code, found.code_disagrees) == ("341300", False)


def test_a_name_outweighs_the_code_of_another_place_and_says_so(registry):
    found = registry.resolve("沈阳市", level="prefecture", code="210200")
    assert (found.unit_code, found.code_disagrees) == ("210100", True)
    assert found.candidates == ("210100", "210200")


def test_a_code_stands_in_for_a_missing_or_unknown_name(registry):
    assert registry.resolve(None, level="prefecture", code="220200").unit_code == "220200"
    assert registry.resolve("某市", level="prefecture", code="220200").unit_code == "220200"


def test_codes_that_changed_are_understood(registry):
    assert registry.resolve("绥化市", level="prefecture", code="232300").unit_code == "231200"
    assert registry.resolve("", level="prefecture", code="532700").unit_code == "530800"


@pytest.mark.parametrize(("code", "level"), [("110000", "province"), ("110100", "prefecture")])
def test_a_municipality_is_a_province_and_a_city(registry, code, level):
    assert registry.resolve("北京市", level=level).unit_code == code
    assert registry.resolve("北京", level=level, code="110000").unit_code == code


def test_the_year_decides_between_eras(registry):
    today = registry.resolve("藁城", level="county", within="河北省", year=2020)
    before = registry.resolve("藁城", level="county", within="河北省", year=2010)
    assert (today.unit_code, before.unit_code) == ("130109", "130182")


@pytest.mark.parametrize("name", ["海城市", "朝阳区", "辽宁省", "瓦房店"])
def test_units_of_another_level_are_out_of_scope(registry, name):
    assert registry.resolve(name, level="prefecture").status == "out_of_scope"


def test_an_abolished_prefecture_leaves_its_short_name_to_the_city(registry):
    assert registry.resolve("石家庄", level="prefecture").unit_code == "130100"
    assert registry.resolve("石家庄地区", level="prefecture").unit_code == "132300"


@pytest.mark.parametrize("name", ["合计", "", None, "注：", "999999"])
def test_what_is_no_unit_is_unknown(registry, name):
    found = registry.resolve(name, level="prefecture")
    assert (found.status, found.candidates) == ("unit_unknown", ())


@pytest.mark.parametrize(
    ("name", "suggested"),
    [
        ("沈阳氏", "沈阳市 (210100)"),
        ("Shenyan", "沈阳市 (210100)"),
        ("大连（旅大）", "大连市 (210200)"),
    ],
)
def test_suggestions_name_the_likeliest_unit_first(registry, name, suggested):
    assert registry.suggest(name, level="prefecture")[0] == suggested


def test_an_unknown_province_is_named_with_the_nearest_one(registry):
    with pytest.raises(WenmaiError, match=r"'辽宁市' is no province\. Did you mean '辽宁省"):
        registry.expand("prefecture", "辽宁市")


def test_counties_expand_within_a_province_or_a_city(registry):
    shenyang = registry.expand("county", "沈阳市")
    assert "210102" in shenyang
    assert all(code.startswith("2101") for code in shenyang)
    assert set(shenyang) < set(registry.expand("county", "辽宁"))


def test_a_missing_seed_is_named(tmp_path):
    with pytest.raises(WenmaiError, match=r"administrative_units\.csv is not in"):
        UnitRegistry.load(tmp_path)


@given(st.text(alphabet=LETTERS))
def test_a_name_key_is_its_own_key(text):
    assert name_key(name_key(text)) == name_key(text)


@given(st.text(alphabet="沈阳市 Ａａ\t\u3000\u200b\n", max_size=12))
def test_white_space_and_width_do_not_matter(text):
    assert name_key(f" {text}\u3000") == name_key(text.replace(" ", ""))


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["province", "prefecture", "county"]),
            st.sampled_from(["甲", "乙"]),
            st.sampled_from(["11", "22"]),
        ),
        max_size=6,
    ),
    st.sampled_from(["甲", "乙", "丙"]),
    st.sampled_from(["province", "prefecture", "county"]),
)
@settings(max_examples=200)
def test_a_resolved_unit_bears_the_name_and_has_the_level(drawn, name, level):
    units = []
    names = []
    for place, (unit_level, unit_name, prefix) in enumerate(drawn):
        code = f"{prefix}{place:04d}"
        units.append(
            AdministrativeUnit(
                code, unit_level, unit_name, "", "", f"{prefix}0000", None, None, 1949, None
            )
        )
        names.append(UnitName(code, unit_name, unit_name, "official", 1949, None))
    registry = UnitRegistry(units, names)
    fitting = [u.unit_code for u in units if u.name_zh == name and u.unit_level == level]
    bearing = [u.unit_code for u in units if u.name_zh == name]
    found = registry.resolve(name, level=level)
    assert found.candidates == tuple(sorted(bearing)) or set(found.candidates) == set(fitting)
    expected = (
        "unit_unknown"
        if not bearing
        else "out_of_scope"
        if not fitting
        else "resolved"
        if len(fitting) == 1
        else "unit_ambiguous"
    )
    assert found.status == expected
    if expected == "resolved":
        assert found.unit_code == fitting[0]
