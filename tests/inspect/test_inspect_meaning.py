"""What a heading means: the same name or none, with the scope that stands anywhere around it."""

from collections import defaultdict

import pytest

from wenmai.inspect import inspect_file
from wenmai.inspect.codes import Codes, pinyin_code
from wenmai.inspect.meaning import Vocabulary, meaning_key
from wenmai.studies.reference import Reference

CITIES = ["沈阳市", "大连市", "鞍山市", "抚顺市"]


@pytest.fixture(scope="module")
def reference(project_dir):
    return Reference(project_dir / "seeds")


@pytest.fixture(scope="module")
def vocabulary(reference):
    return Vocabulary(reference.library, reference.measures)


@pytest.fixture
def drafted(tmp_path, reference):
    """Write a table of a line per city, draft it, and return its values and doubts."""

    def make(heading, *, above=(), name="a.csv", value=5):
        lines = [*above, f"城市,年份,{heading}", *(f"{city},2020,{value}" for city in CITIES)]
        (tmp_path / name).write_text("\n".join(lines), encoding="utf-8")
        draft = inspect_file(tmp_path / name, reference)
        (one,) = draft.mapping.values
        return one.indicator, one.unit, " ".join(map(str, draft.doubts))

    return make


def test_a_name_of_the_library_means_one_indicator(reference):
    meant = defaultdict(set)
    for indicator in reference.library:
        for name in (*indicator.names, indicator.indicator_code):
            meant[meaning_key(name)].add(indicator.indicator_code)
    assert {key: codes for key, codes in meant.items() if len(codes) > 1} == {}


@pytest.mark.parametrize(
    ("titles", "context", "code"),
    [
        (["国内生产总值"], [], "gdp"),
        (["一、GDP（当年价）"], [], "gdp"),
        (["旅行社个数"], ["2-3 旅游业基本情况"], "travel_agencies"),
        (["接待国内旅游者"], [], "domestic_visitors"),
        (["入境过夜游客人数"], [], "inbound_overnight_visitors"),
        (["Number of Star-rated Hotel"], [], "star_hotels"),
        (["年末户籍人口", "全 市"], ["人口状况（全市、市辖区）"], "registered_population"),
        (["年末户籍人口", "市辖区"], [], "district_registered_population"),
        (["地区生产总值"], ["地区生产总值（市辖区）"], "district_gdp"),
        (["地区生产总值"], ["GDP", "市辖区"], "district_gdp"),
        (["第一产业占GDP的比重"], ["2-10 构成 (Districts under City)"], "district_primary_share"),
        (["城镇化率"], ["城镇化率"], "urbanization_rate"),
    ],
)
def test_a_heading_is_the_indicator_whose_name_it_is(vocabulary, titles, context, code):
    found = vocabulary.meaning(titles, context=context, level="prefecture").indicator
    assert found is not None and found.indicator_code == code


@pytest.mark.parametrize(
    ("titles", "context", "unit"),
    [
        (["Male Population"], ["R&D"], "亿元"),
        (["旅行社营业收入"], [], "万元"),
        (["常住人口", "男性"], [], None),
        (["博物馆数"], ["市辖区"], None),
        (["人均可支配收入"], ["城镇和农村居民家庭情况"], None),
        (["地区生产总值"], [], "%"),
        (["Tourism expenditures of ministries"], [], "亿元"),
    ],
)
def test_what_only_resembles_an_indicator_is_none(vocabulary, titles, context, unit):
    assert vocabulary.meaning(titles, context=context, unit=unit).indicator is None


def test_what_a_heading_resembles_is_offered(vocabulary):
    near = vocabulary.meaning(["接待的国内游客总量"], unit="万人次").near
    assert "domestic_visitors" in [one.indicator_code for one in near]


def test_units_of_measure_stand_in_titles_names_and_neighbours(drafted):
    assert drafted("外商直接投资", above=["外商直接投资（百万美元）"])[1] == "百万美元"
    assert drafted("国内游客", name="国内游客（百万人次）.csv")[:2] == (
        "domestic_visitors",
        "百万人次",
    )
    assert drafted("旅行社数", above=["旅游业,单位：个"])[1] == "个"
    assert drafted("人均地区生产总值（元）")[1] == "元/人"
    indicator, unit, doubts = drafted("接待游客（万人）")
    assert (indicator, unit) == ("tourist_arrivals", "万人次")
    assert "万人 is read as 万人次" in doubts


def test_a_title_gives_its_unit_to_known_quantities_only(tmp_path, reference):
    lines = ["城镇和农村居民收入（元）", "城市,年份,城镇居民人均可支配收入,城乡收入比"]
    lines += [f"{city},2020,40000,2.2" for city in CITIES]
    (tmp_path / "a.csv").write_text("\n".join(lines), encoding="utf-8")
    (value,) = inspect_file(tmp_path / "a.csv", reference).mapping.values
    assert (value.indicator, value.unit) == ("urban_disposable_income", "元/人")


def test_a_title_with_its_unit_at_the_right_is_no_heading(tmp_path, reference):
    lines = ["国内生产总值,单位：亿元", ",2000,2001,2002"]
    lines += [f"{city},40,41,42" for city in CITIES]
    (tmp_path / "a.csv").write_text("\n".join(lines), encoding="utf-8")
    mapping = inspect_file(tmp_path / "a.csv", reference).mapping
    assert (mapping.values[0].indicator, mapping.values[0].unit) == ("gdp", "亿元")
    assert mapping.unit.name.label == "[A]"


def test_levels_are_no_index_of_the_year_before(drafted):
    indicator, _, doubts = drafted("地区生产总值指数（上年=100）", value=4812)
    assert indicator != "gdp_index"
    assert "4 of its 4 values cannot be that" in doubts


def test_codes_are_pinyin_and_never_shared(reference):
    codes = Codes(set(reference.library.indicators))
    assert pinyin_code("城市书房数") == "chengshishufangshu"
    assert codes.of("市花", "a") != codes.of("诗画", "a")
    assert codes.of("人数", "学校") != codes.of("人数", "旅行社")
    assert codes.of("museums", "a") == "museums_2"
