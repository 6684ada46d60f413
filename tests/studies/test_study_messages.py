"""Every message about study.yml: one thing wrong, one problem, the place and the way out."""

import pytest

from wenmai.errors import WenmaiError
from wenmai.indicators.declares import _cap
from wenmai.settings import Settings
from wenmai.studies import load_studies


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "years: {first: 2018, last: 2020}",
            "years: {first: 2018, last: 2020}\nindx: {extend_edges: true}",
            "east/study.yml: indx (line 4): This key is not known. Did you mean 'index'?",
        ),
        (
            "  - code: gdp",
            "  - code: gdp\n    derection: positive",
            "indicators[0].derection (line 9): This key is not known. Did you mean 'direction'?",
        ),
        ("name: {zh: 东部, en: East}\n", "", "name: This key is missing."),
        ("zh: 东部, ", "", "name.zh (line 2): This key is missing."),
        ("{zh: 东部, en: East}", "东部", "name (line 2): Expected keys (zh, en), found '东部'."),
        ("code: east", "code: East", "code (line 1): 'East' is not a code. A code has small"),
        ("code: east", "code: no", "Expected text, found false (a yes/no value). Put it in quotes"),
        ("last: 2020", "last: 2017", "years (line 3): First 2018 is after last 2017."),
        ("first: 2018", "first: 18", "years.first (line 3): Expected at least 1900, found 18."),
        ("last: 2020", "last: 20200", "years.last (line 3): Expected at most 2100, found 20200."),
        ("first: 2018", "first: 2018.5", "Expected a whole number, found 2018.5."),
        ("first: 2018", "first: '2018'", "Expected a whole number, found '2018'."),
        (
            "level: prefecture",
            "level: city",
            "units.level (line 5): 'city' is not a choice. "
            "Choose one of: country, province, prefecture, county.",
        ),
        ("[辽宁省]", "辽宁省", "units.within (line 6): Expected a list, found '辽宁省'."),
        ("[辽宁省]", "[]", "units (line 4): Neither within nor include names a unit."),
        (
            "[辽宁省]",
            "[辽宁升]",
            "units.within[0] (line 6): No unit is called '辽宁升'. Did you mean '辽宁省 (210000)'",
        ),
        (
            "[辽宁省]",
            "[沈阳]",
            "units.within[0] (line 6): '沈阳' is 沈阳市 (210100), a prefecture; "
            "here stands a province or country.",
        ),
        (
            "[辽宁省]",
            "[辽宁省]\n  include: [吉林省]",
            "units.include[0] (line 7): '吉林省' is 吉林省 (220000), a province; "
            "here stands a prefecture.",
        ),
        (
            "[辽宁省]",
            "[辽宁省]\n  exclude: [长春市]",
            "units.exclude[0] (line 7): '长春市' is not among the study's units. Leave it out.",
        ),
        (
            "within: [辽宁省]",
            "include: [沈阳]\n  exclude: [沈阳]",
            "units (line 4): No unit is left. Exclude fewer of them.",
        ),
        (
            "level: prefecture\n  within: [辽宁省]",
            "level: county\n  within: [吉林]",
            "units.within[0] (line 6): '吉林' can be 吉林省 (220000) or 吉林市 (220200). "
            'Write the code: "220000" or another.',
        ),
        (
            "[辽宁省]",
            "[辽宁省]\n  include: [Suzhou]",
            "units.include[0] (line 7): 'Suzhou' can be ",
        ),
        ("- code: gdp", "- code: gpd", "The indicator library does not know 'gpd'. Did you mean"),
        (
            "- code: gdp",
            "- code: zzqqxx\n    unit: 个\n    dimension: environment",
            "indicators[0].code (line 8): The indicator library does not know 'zzqqxx'. "
            "To define it here, add name, direction.",
        ),
        (
            "- code: gdp",
            "- code: culture_revenue",
            "The indicator 'culture_revenue' stands twice, first at indicators[0].",
        ),
        ("- code: gdp", "- code: gdp\n    unit: 亿圆", "The unit of measure '亿圆' is not known."),
        (
            "- code: gdp",
            "- code: gdp\n    unit: 万人",
            "indicators[0].unit (line 9): '万人' does not convert to 亿元, "
            "in which the library measures 'gdp'. Give your indicator a code of its own.",
        ),
        (
            "- code: gdp",
            "- code: gdp\n    dimension: economy_base",
            "The dimension 'economy_base' is not known. Did you mean 'economic_base'?",
        ),
        (
            "indicators:",
            "dimensions: [market_realization, econmic_base, economic_base]\nindicators:",
            "dimensions[1] (line 7): The dimension 'econmic_base' is not known. "
            "Did you mean 'economic_base'?",
        ),
        (
            "indicators:",
            "dimensions: [economic_base, market_realization, economic_base]\nindicators:",
            "dimensions[2] (line 7): The dimension 'economic_base' stands twice.",
        ),
        (
            "indicators:",
            "dimensions: [market_realization]\nindicators:",
            "indicators[0].code (line 9): Its dimension 'economic_base' is not among the study's "
            "dimensions. Add economic_base to dimensions.",
        ),
        (
            "- code: gdp",
            "- code: gdp\n    valid_min: 5\n    valid_max: 5",
            "indicators[0].valid_min (line 9): valid_min 5 is not below valid_max 5.",
        ),
        ("- code: gdp", "- code: gdp\n    valid_max: .inf", "Expected a finite number, found inf."),
        (
            "years: {first: 2018, last: 2020}",
            "years: {first: 2018, last: 2020}\nindex: {weight_cap: .nan}",
            "Expected a finite number, found nan.",
        ),
        (
            "- code: gdp",
            "- gdp",
            "indicators[0] (line 8): Expected keys (code, name, dimension, direction, unit",
        ),
        (
            "- code: gdp",
            "- code: gdp\n    direction: up",
            "'up' is not a choice. Choose one of: positive, negative.",
        ),
        (
            "indicators:",
            "index: {winsor_lower: 0.6}\nindicators:",
            "index.winsor_lower (line 7): Expected less than 0.5, found 0.6.",
        ),
        (
            "indicators:",
            "index: {winsor_upper: 0.4}\nindicators:",
            "index.winsor_upper (line 7): Expected more than 0.5, found 0.4.",
        ),
        (
            "indicators:",
            "index: {entropy_scope: pool}\nindicators:",
            "'pool' is not a choice. Did you mean 'pooled'?",
        ),
        (
            "indicators:",
            "index: {weight_cap: 0.4}\nindicators:",
            "index.weight_cap (line 7): 2 weights of at most 0.4 cannot sum to 1. "
            "Write at least 0.5, or null.",
        ),
        (
            "indicators:",
            "index: {min_observed_share: 60}\nindicators:",
            "index.min_observed_share (line 7): Expected at most 1.0, found 60.",
        ),
        (
            "indicators:",
            "index: {extend_edges: sometimes}\nindicators:",
            "Expected true or false, found 'sometimes'.",
        ),
        (
            "  - code: culture_revenue\n",
            "  - code: culture_revenue\n  - code: fdi\n",
            "indicators[2].code (line 10): No source mapping gives the indicator 'fdi'. "
            "Name its column in a file of sources/, or take it out of the study.",
        ),
    ],
)
def test_one_thing_wrong_in_study_yml_is_one_clear_problem(east, old, new, expected):
    east.replace("study.yml", old, new)
    assert expected in "\n".join(map(str, east.problems()))


@pytest.mark.parametrize(
    "wrong",
    [
        ("[辽宁省]", "[辽宁升]"),
        ("last: 2020", "last: 2017"),
        ("indicators:", "index: {weight_cap: 0.4}\nindicators:"),
        ("- code: gdp", "- code: gdp\n    valid_max: many"),
    ],
)
def test_one_mistake_is_one_problem(east, wrong):
    east.replace("study.yml", *wrong)
    assert east.problem()


def test_a_unit_that_was_gone_before_the_study_began_is_named(east):
    east.replace("study.yml", "[辽宁省]", "[辽宁省]\n  include: [莱芜市]")
    assert east.load().unit_codes[-1] == "371200"  # it existed in 2018, the study's first year
    east.replace("study.yml", "first: 2018", "first: 2019")
    assert east.problem() == (
        "east/study.yml: units.include[0] (line 7): 莱芜市 (371200) did not exist in 2019–2020. "
        "Name a unit of these years."
    )


@pytest.mark.parametrize(("count", "cap"), [(2, 0.5), (3, 0.3334), (49, 0.0205)])
def test_the_least_cap_named_is_one_that_is_accepted(count, cap):
    assert _cap(count) == cap
    assert 1 <= cap * count < 1.01


def test_a_study_that_is_no_mapping_is_named(east):
    east.write("study.yml", "- just\n- a list\n")
    assert "east/study.yml: Expected keys (code, name" in east.problem()


def test_an_empty_study_names_every_key_it_needs(east):
    east.write("study.yml", "")
    assert {problem.key for problem in east.problems()} == {"code", "name", "years", "units"}


def test_a_misspelt_key_comes_before_the_key_that_is_missing_for_it(east):
    east.replace("study.yml", "years:", "yeers:")
    first, second = east.problems()
    assert (first.key, second.key) == ("yeers (line 3)", "years")


def test_everything_wrong_in_all_studies_is_listed_at_once(make_study):
    east, west = make_study("east"), make_study("west")
    east.replace("study.yml", "gdp", "gpd")
    east.replace("study.yml", "[辽宁省]", "[辽宁升]")
    east.write("corrections.csv", "unit,year\n")
    west.replace("study.yml", "level: prefecture", "level: city")
    found = {(problem.file, problem.key) for problem in east.problems()}
    assert found >= {
        ("east/study.yml", "units.within[0] (line 6)"),
        ("east/study.yml", "indicators[0].code (line 8)"),
        ("east/sources/values.yml", "values[0].indicator (line 5)"),
        ("east/corrections.csv", "row 1"),
        ("west/study.yml", "code"),
        ("west/study.yml", "units.level (line 5)"),
    }


def test_two_studies_may_not_share_a_code(make_study):
    make_study("east")
    assert make_study("west").problem() == (
        "west/study.yml: code: The code 'east' belongs to landing/east/study.yml already. "
        "Give this study another code."
    )


def test_a_broken_study_does_not_stop_another_that_is_asked_for_alone(make_study):
    make_study("east")
    west = make_study("west")
    west.write("study.yml", "code: west\nnot a study\n")
    (study,) = load_studies(west.settings, only=["east"])
    assert study.code == "east"


def test_an_unknown_study_is_answered_with_the_nearest(east):
    with pytest.raises(WenmaiError, match=r"There is no study 'eest'. Did you mean 'east'\?"):
        load_studies(east.settings, only=["eest"])


def test_no_study_at_all_says_where_it_was_looked_for(settings: Settings):
    with pytest.raises(WenmaiError, match=r"There is no study in .*landing\. Make a folder there"):
        load_studies(settings)


def test_a_study_file_under_another_name_is_not_passed_over(make_study):
    east = make_study("east")
    (east.folder.parent / "west").mkdir()
    (east.folder.parent / "west" / "study.yaml").write_text("code: west\n")
    assert east.problem() == "west/study.yaml: The file is not read. Call it study.yml."
