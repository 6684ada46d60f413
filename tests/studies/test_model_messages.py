"""Models in study.yml: what they become, and every message about them."""

import pytest

from wenmai.econometrics.lands import (
    PART,
    STUDY_AUTOCORRELATION,
    STUDY_REGION_GROUPS,
    STUDY_REGRESSION_TERMS,
    STUDY_REGRESSIONS,
    STUDY_SPATIAL_WEIGHTS,
    STUDY_VARIABLES,
)

SECTIONS = """\
variables:
  - {code: share, ratio: {numerator: culture_revenue, denominator: gdp}}
region_groups:
  - {code: core, name: {zh: 核心}, units: [沈阳, 大连市]}
  - {code: rest, units: [鞍山市]}
regressions:
  - {code: growth, dependent: gdp, regressors: [share], logs: [gdp], effects: pooled}
  - {code: by_group, dependent: gdp, regressors: [culture_revenue], by_region_group: [core, rest]}
  - code: own_units
    dependent: gdp
    regressors: [culture_revenue]
    sample: {units: [沈阳], years: {first: 2019}}
spatial:
  weights: [{code: near, kind: knn}, {code: far, kind: inverse_distance, cutoff_km: 300}]
  moran: {variables: [gdp], logs: true}
"""


@pytest.fixture
def study(make_study):
    east = make_study("east")
    text = (east.folder / "study.yml").read_text(encoding="utf-8")
    east.write("study.yml", text + SECTIONS)
    return east


def test_sections_become_rows(study):
    rows = {table: list(found) for table, found in PART.rows(study.load()).items()}
    (variable,) = rows[STUDY_VARIABLES]
    assert variable["formula_kind"] == "ratio"
    assert (variable["first_input"], variable["second_input"]) == ("culture_revenue", "gdp")
    models = {row["model_code"]: row for row in rows[STUDY_REGRESSIONS]}
    assert list(models) == ["growth", "by_group_core", "by_group_rest", "own_units"]
    assert models["by_group_core"]["region_group_code"] == "core"
    assert models["by_group_core"]["model_name_zh"] == "by_group：核心"
    assert models["own_units"]["region_group_code"] == "_own_units"
    assert models["own_units"]["first_year"] == 2019
    terms = [
        (row["variable_code"], row["is_logged"], row["position"])
        for row in rows[STUDY_REGRESSION_TERMS]
        if row["model_code"] == "growth"
    ]
    assert terms == [("gdp", True, 0), ("share", False, 1)]
    groups = {(row["region_group_code"], row["unit_code"]) for row in rows[STUDY_REGION_GROUPS]}
    assert groups == {
        ("core", "210100"),
        ("core", "210200"),
        ("rest", "210300"),
        ("_own_units", "210100"),
    }
    near, far = rows[STUDY_SPATIAL_WEIGHTS]
    assert (near["neighbors"], far["power"], far["cutoff_km"]) == (4, 1.0, 300)
    assert [row["weights_name_zh"] for row in (near, far)] == [
        "最近的4个地区",
        "300公里内距离的倒数（幂次1）",
    ]
    asked = [(row["weights_code"], row["is_logged"]) for row in rows[STUDY_AUTOCORRELATION]]
    assert asked == [("near", True), ("far", True)]


def test_a_study_without_models_has_no_rows(make_study):
    rows = PART.rows(make_study("east").load())
    assert not any(list(found) for found in rows.values())


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "regressors: [share]",
            "regressors: [shares]",
            "regressions[0].regressors[0] (line 16): The study has no indicator or variable "
            "'shares'. Did you mean 'share'?",
        ),
        (
            "regressors: [share]",
            "regressors: [gdp, share]",
            "regressions[0] (line 16): The dependent variable 'gdp' is among its regressors.",
        ),
        (
            "regressors: [share]",
            "regressors: [share, share]",
            "regressions[0] (line 16): The regressor 'share' stands twice.",
        ),
        (
            "logs: [gdp], effects",
            "logs: [culture_revenue], effects",
            "regressions[0].logs[0] (line 16): 'culture_revenue' is logged, but it is no variable "
            "of the model. Valid codes: gdp, share.",
        ),
        (
            "effects: pooled",
            "effects: poled",
            "regressions[0].effects (line 16): 'poled' is not a choice. Choose one of: pooled, "
            "fixed, random, between, two_way, random_two_way, time.",
        ),
        (
            "effects: pooled",
            "effects: between, covariance: cluster",
            "regressions[0] (line 16): A between model has one row per unit: its covariance is "
            "classic.",
        ),
        (
            "effects: pooled",
            "effects: random, covariance: driscoll_kraay",
            "regressions[0] (line 16): Driscoll_kraay goes with pooled, fixed or two_way effects.",
        ),
        (
            "effects: pooled",
            "effects: pooled, spatial: {model: lag, weights: near}",
            "regressions[0] (line 16): A spatial model has fixed, two_way or random effects.",
        ),
        (
            "effects: pooled",
            "effects: random, spatial: {model: error, weights: near}",
            "regressions[0] (line 16): A spatial error model has fixed or two_way effects.",
        ),
        (
            "effects: pooled",
            "spatial: {model: lag, weights: nearby}",
            "regressions[0].spatial.weights (line 16): The study has no spatial weights 'nearby'. "
            "Did you mean 'near'?",
        ),
        (
            "by_region_group: [core, rest]",
            "by_region_group: [core, edge]",
            "regressions[1].by_region_group[1] (line 17): The study has no region group 'edge'. "
            "Valid codes: core, rest.",
        ),
        (
            "code: own_units",
            "code: by_group_core",
            "regressions[2].code (line 18): Two models are called 'by_group_core', the other at "
            "regressions[1].",
        ),
        (
            "years: {first: 2019}",
            "years: {first: 2017}",
            "regressions[2].sample.years.first (line 21): 2017 lies outside the study's years "
            "2018–2020.",
        ),
        (
            "units: [沈阳], years",
            "units: [沈阳, 长春], years",
            "regressions[2].sample.units[1] (line 21): No unit of the study is called '长春'. "
            "Valid units: 沈阳市, 大连市, 鞍山市, 抚顺市, 本溪市, 丹东市, 锦州市, 营口市, 阜新市, "
            "辽阳市, 盘锦市, 铁岭市, 朝阳市, 葫芦岛市.",
        ),
        (
            "units: [鞍山市]",
            "units: [鞍山市, 鞍山]",
            "region_groups[1].units[1] (line 14): '鞍山' stands twice. Keep one of them.",
        ),
        (
            "units: [鞍山市]",
            "name: {zh: 其余}",
            "region_groups[1] (line 14): A region group has either units or network_roles.",
        ),
        (
            "kind: knn",
            "kind: network, network: trade",
            "spatial.weights[0].network (line 23): The study has no network 'trade'.",
        ),
        (
            "units: [鞍山市]",
            "network_roles: {network: trade, roles: [bridge]}",
            "region_groups[1].network_roles.network (line 14): The study has no network 'trade'.",
        ),
        (
            "units: [鞍山市]",
            "network_roles: {network: trade, roles: [bridges]}",
            "region_groups[1].network_roles.roles[0] (line 14): 'bridges' is not a choice. Choose "
            "one of: core_hub, bridge, sub_node, edge_node.",
        ),
        (
            "variables:\n",
            "variables:\n  - {code: gdp, growth: {of: gdp}}\n",
            "variables[0].code (line 11): 'gdp' is an indicator already. Give the variable another "
            "code.",
        ),
        (
            "denominator: gdp",
            "denominator: gpd",
            "variables[0].ratio.denominator (line 11): The study has no indicator 'gpd'. Did you "
            "mean 'gdp'?",
        ),
        (
            "ratio: {numerator: culture_revenue, denominator: gdp}",
            "growth: {of: gdp}, lag: {of: gdp}",
            "variables[0] (line 11): A variable has exactly one formula (ratio, location_quotient, "
            "industrial_upgrading, lag, growth, product, power, dummy), found lag and growth.",
        ),
        (
            "ratio: {numerator: culture_revenue, denominator: gdp}",
            "dummy: {}",
            "variables[0].dummy (line 11): A dummy says in which years (first_year, last_year) or "
            "in which region_group it is 1.",
        ),
        (
            "ratio: {numerator: culture_revenue, denominator: gdp}",
            "dummy: {first_year: 2020, region_group: cores}",
            "variables[0].dummy.region_group (line 11): The study has no region group 'cores'. "
            "Did you mean 'core'?",
        ),
        (
            "kind: knn",
            "kind: knn, power: 2",
            "spatial.weights[0] (line 23): Weights of kind knn have no 'power'.",
        ),
        (
            "kind: knn",
            "kind: network",
            "spatial.weights[0] (line 23): Weights of kind network need 'network'.",
        ),
        (
            "moran: {variables: [gdp]",
            "moran: {variables: [gdps]",
            "spatial.moran.variables[0] (line 24): The study has no indicator or variable 'gdps'. "
            "Did you mean 'gdp'?",
        ),
    ],
)
def test_a_mistake_is_named_with_line_and_way_out(study, old, new, expected):
    study.replace("study.yml", old, new)
    assert study.problem() == f"east/study.yml: {expected}"
