"""Which units of measure are known and convert."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenmai.errors import WenmaiError


@pytest.mark.parametrize(
    ("value", "source", "target", "expected"),
    [
        (23500, "万元", "亿元", 2.35),
        (2.35, "亿元", "10,000 yuan", 23500),
        (1.5, "十亿元", "亿元", 15),
        (829.1, "万人", "人", 8291000),
        (0.52, "比率", "%", 52),
        (52, "％", "‰", 520),
        (13, "件", "个", 13),
        (1.2, "公顷", "平方米", 12000),
        (1, "平方公里", "公顷", 100),
        (5.5, "百万美元", "万美元", 550),
        (12000, "吨", "万吨", 1.2),
        (0.058, "毫克/立方米", "微克/立方米", 58),
        (2, "万元/人", "元/人", 20000),
        (1, "km²", "㎡", 1e6),
    ],
)
def test_values_convert_within_a_quantity(measures, value, source, target, expected):
    assert measures.convert(value, source, target) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("人", "个"),
        ("万人", "万人次"),
        ("元", "美元"),
        ("户", "人"),
        ("%", "万元"),
        ("人/平方公里", "人"),
    ],
)
def test_values_never_convert_across_quantities(measures, source, target):
    assert not measures.convertible(source, target)
    with pytest.raises(WenmaiError, match=f"{source} does not convert into {target}"):
        measures.convert(1, source, target)


def test_an_unknown_unit_is_named(measures):
    assert not measures.known("斗")
    assert not measures.convertible("斗", "升")
    with pytest.raises(WenmaiError, match="'斗' is not known"):
        measures.convert(1, "斗", "升")


@given(data=st.data(), value=st.floats(-1e12, 1e12))
def test_there_and_back_is_where_one_began(measures, data, value):
    source = data.draw(st.sampled_from(measures.symbols()))
    quantity = measures.get(source).quantity
    same = [symbol for symbol in measures.symbols() if measures.get(symbol).quantity == quantity]
    target = data.draw(st.sampled_from(same))
    back = measures.convert(measures.convert(value, source, target), target, source)
    assert back == pytest.approx(value, rel=1e-12)


def test_a_unit_converts_into_itself_exactly(measures):
    assert all(measures.convert(0.1, symbol, symbol) == 0.1 for symbol in measures.symbols())


def test_the_canonical_unit_is_the_same_unit(measures):
    for symbol in measures.symbols():
        unit = measures.get(symbol)
        assert measures.get(unit.canonical_unit).factor == unit.factor


def test_an_indicator_code_is_found_or_suggested(library):
    assert library.get("gdp").measure_unit == "亿元"
    assert library.get("gpd") is None
    assert library.suggest("populaton_density")[0] == "population_density"
