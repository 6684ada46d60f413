"""Every message about an index of the study's own design: one sentence and a way out."""

import pytest

TWO = "[[gdp, culture_revenue, 3]]"
GROUPS = "groups: [{code: all_in, name: {zh: 全部}, members: [gdp, culture_revenue]}]"
LEVEL = f"{{code: pillar, name: {{zh: 支柱}}, {GROUPS}}}"
RANGE = "normalization: {method: minmax, range: [1, 100]}"


@pytest.mark.parametrize(
    ("index", "expected"),
    [
        ("weighting: entropi", "There is no weighting 'entropi'. Did you mean 'entropy'?"),
        (
            "normalization: {method: goalposts, lower: 3}",
            "The normalization 'goalposts' needs upper.",
        ),
        (
            "normalization: {method: goalposts, lower: 3, upper: 1}",
            "lower is not below upper.",
        ),
        (
            "normalization: {method: minmax, rnge: [1, 2]}",
            "minmax has no option 'rnge'. Did you mean 'range'?",
        ),
        ("normalization: {method: minmax, range: [5, 1]}", "Expected two numbers, the lower"),
        (
            "weighting: {method: given, weights: {gdp: 0.5, culture_revenue: 0.4}}",
            "The weights of gdp, culture_revenue sum to 0.9, not to 1.",
        ),
        ("weighting: {method: given, weights: {gdp: 1}}", "No weight is given for culture_revenue"),
        (
            "weighting: {method: given, weights: {gdp: 1.5, culture_revenue: -0.5}}",
            "A weight is below 0.",
        ),
        ("weighting: ahp", "The weighting 'ahp' needs pairs or file."),
        ("weighting: {method: ahp, pairs: []}", "No judgement of gdp–culture_revenue."),
        ("weighting: {method: ahp, pairs: [[gdp, culture_revenue]]}", "Expected pairwise judge"),
        ("weighting: {method: ahp, file: ahp.csv}", "There is no file 'ahp.csv'."),
        ("weighting: {method: game, of: [entropy]}", "game needs two weightings."),
        ("weighting: {method: game, of: [entropy, critc]}", "Did you mean 'critic'?"),
        (
            "aggregation: geometric",
            "A geometric mean is 0 wherever one indicator is at its worst: gdp, culture_revenue "
            "have a range from 0. Write normalization: {method: minmax, range: [1, 100]}.",
        ),
        (
            "normalization: percentile, aggregation: harmonic, weighting: equal",
            "A harmonic mean is 0 wherever one indicator is at its worst: gdp, culture_revenue",
        ),
        (
            "normalization: zscore, aggregation: geometric, weighting: equal",
            "There is no geometric mean of negative values, and gdp and culture_revenue may be",
        ),
        (
            "normalization: zscore, aggregation: geometric, weighting: equal, levels: [{code: "
            "pillar, name: {zh: 支柱}, aggregation: arithmetic, " + GROUPS + "}]",
            "There is no geometric mean of negative values, and all_in may be negative.",
        ),
        (
            "weighting: {method: given, weights: {gdp: 0.5, culture_revenue: 0.5, culture: 0.2}}",
            "'culture' is no member of the level below.",
        ),
        (
            "weighting: {method: ahp, pairs: [[gdp, culture_revenue, 3], "
            "[culture_revenue, gdp, 2]]}",
            "culture_revenue–gdp is stated twice. Give one line for each pair",
        ),
        (
            "normalization: zscore, weighting: entropy",
            "Entropy weights are made of shares, and gdp and culture_revenue may be negative",
        ),
        ("weight_cap: 0.6, aggregation: topsis", "this study designs its own. Write weighting:"),
        ("levels: [{code: pillar, name: {zh: 支柱}, groups: []}, " + LEVEL + "]", "'gdp' is no"),
        (
            f"levels: [{LEVEL}, {{code: top, name: {{zh: 顶}}}}]",
            "The level 'top' has no groups. Say under groups which members it joins.",
        ),
        (
            "levels: [{code: pillar, name: {zh: 支柱}, groups: [{code: a, name: {zh: 甲}, "
            "members: []}]}]",
            "Expected at least 1 entries",
        ),
        (
            "levels: [{code: pillar, name: {zh: 支柱}, groups: [{code: a, name: {zh: 甲}, "
            "members: [gdp]}]}]",
            "culture_revenue belongs to no group of 'pillar'.",
        ),
        (
            "levels: [{code: pillar, name: {zh: 支柱}, groups: [{code: a, name: {zh: 甲}, "
            "members: [gdp, culture_revenue]}, {code: b, name: {zh: 乙}, members: [gdp]}]}]",
            "'gdp' is in 'a' already. A member belongs to one group.",
        ),
        # a circle: a group cannot stand above itself, because levels are built from below
        (
            "levels: [{code: pillar, name: {zh: 支柱}, groups: [{code: a, name: {zh: 甲}, "
            "members: [gdp, culture_revenue, a]}]}]",
            "'a' is no member of the level below.",
        ),
        (
            "levels: [{code: pillar, name: {zh: 支柱}, groups: [{code: gdp, name: {zh: 甲}, "
            "members: [gdp, culture_revenue]}]}]",
            "The code 'gdp' is taken by an indicator or another group.",
        ),
    ],
)
def test_one_thing_wrong_in_a_design_is_one_clear_problem(east, index, expected):
    east.replace("study.yml", "indicators:", f"index: {{{index}}}\nindicators:")
    found = "\n".join(map(str, east.problems()))
    assert expected in found
    assert "(line " in found and len(set(east.problems())) == len(east.problems())


def test_judgements_that_contradict_each_other_are_refused_with_their_ratio(east):
    east.replace("study.yml", "  - code: gdp", "  - code: gdp\n  - code: fdi")
    mapped = "{column: 外资, indicator: fdi, unit: 万美元}"
    east.replace("sources/values.yml", "values:", f"values:\n  - {mapped}")
    pairs = "gdp,fdi,9\nfdi,culture_revenue,9\nculture_revenue,gdp,9\n"
    east.write("ahp.csv", f"one,other,value\n{pairs}")
    design = "index: {weighting: {method: ahp, file: ahp.csv}}"
    east.replace("study.yml", "indicators:", f"{design}\nindicators:")
    problems = "\n".join(map(str, east.problems()))
    assert "contradict each other: consistency ratio" in problems
    assert "above 0.1. Reconsider the pairs" in problems
    for odd in ("x", "nan", "inf", "1_0", "２", "1/0", "1/nan"):
        pairs = f"gdp,fdi,2\nfdi,culture_revenue,1/2\ngdp,culture_revenue,{odd}\n"
        east.write("ahp.csv", f"one,other,value\n{pairs}")
        assert "Row 4 of ahp.csv is not one, other, value" in "\n".join(map(str, east.problems()))
    inline = "[[gdp, fdi, 2], [fdi, culture_revenue, 1/2], [gdp, culture_revenue, 1/1]]"
    east.replace("study.yml", "file: ahp.csv", f"pairs: {inline}")
    east.load()
    east.replace("study.yml", "1/1", "1/0")
    assert "Expected pairwise judgements above 0" in east.problem()


def test_an_indicator_is_divided_by_another_that_exists(east):
    east.replace("study.yml", "- code: culture_revenue", "- {code: culture_revenue, per: gpd}")
    assert "There is no other indicator 'gpd' to divide by. Did you mean 'gdp'?" in east.problem()


def test_dimensions_of_the_study_have_names_of_their_own(east):
    east.replace("study.yml", "- code: gdp", "- {code: gdp, dimension: wealth}")
    assert "The dimension 'wealth' is not known." in "\n".join(map(str, east.problems()))
    own = "dimensions: [{code: wealth, name: {zh: 财富, en: Wealth}}, market_realization]"
    east.replace("study.yml", "indicators:", f"{own}\nindicators:")
    gdp = east.load().indicators[0]
    assert (gdp.dimension_code, gdp.dimension_name_zh, gdp.dimension_name_en) == (
        "wealth",
        "财富",
        "Wealth",
    )
    east.replace("study.yml", "{code: wealth", "{code: economic_base")
    assert "The dimension 'economic_base' has a name already." in "\n".join(
        map(str, east.problems())
    )
