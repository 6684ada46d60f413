"""Why a model is refused is said with the same names and numbers in both languages."""

import pytest

from wenmai.econometrics import sentences as say
from wenmai.sentences import first_few, list_of, text_of, told

CELLS = [say.CELL(unit=unit, year=year) for unit, year in [("210100", 2015), ("210200", 2016)] * 2]


@pytest.mark.parametrize(
    ("said", "english", "chinese"),
    [
        (
            say.NO_LOGARITHM(variable="gdp", n=4, n_rows=20, cells=first_few(CELLS)),
            "gdp has no logarithm in 4 of 20 rows (zero or negative: 210100 in 2015, "
            "210200 in 2016, 210100 in 2015 and 1 more). Take it out of logs, or those rows out "
            "of the sample.",
            "gdp在20行中有4行为零或负值，不能取对数（210100（2015年）、210200（2016年）、"
            "210100（2015年）等（另有1个））。请不取对数，或从样本中剔除这些行。",
        ),
        (
            say.ONE_UNIT_EFFECTS(unit="210100", effects=say.effects("fixed")),
            "The sample has one unit only, 210100; fixed effects need several.",
            "样本只有一个地区（210100），固定效应模型需要多个地区。",
        ),
        (
            say.COMBINATION(variable="c", others=list_of(["a", "b"])),
            "c is an exact linear combination of a and b. Leave one of them out.",
            "c是a、b的线性组合，存在完全共线性。请剔除其中一个变量。",
        ),
        (
            say.NO_LAG_AT_ALL(
                n_observations=3, units=say.units(1), lags=say.lags(2), n_variables=4
            ),
            "3 observations of 1 unit do not carry 2 lags of 4 variables, they allow not even one: "
            "take fewer lags or variables, or add years.",
            "1个地区的3个观测不足以支持4个变量的2阶滞后，连1阶也不能。请减少滞后阶数或变量，或增加年份。",
        ),
    ],
)
def test_a_refusal_names_the_same_in_both_languages(said, english, chinese):
    assert (said.text("en"), said.text("zh")) == (english, chinese)


def test_notes_are_said_one_after_the_other():
    notes = told([say.ROWS_NOT_USED(n=3), say.FEW_CLUSTERS(n=9)])
    assert text_of(notes) == (
        "3 rows of the sample are not used: a value is missing. "
        "9 clusters are few: clustered errors are then too small."
    )
    assert text_of(notes, "zh") == "样本中有3行因缺值未使用。只有9个聚类，聚类标准误偏小。"
    assert told([]) is None
