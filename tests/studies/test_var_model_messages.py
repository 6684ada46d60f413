"""Section var_models of study.yml: what it becomes, and every message about it."""

import pytest

from wenmai.econometrics.lands import PART as ECONOMETRICS
from wenmai.econometrics.lands_var_models import STUDY_VAR_MODELS, STUDY_VAR_VARIABLES

GOOD = """\
code: growth
variables:
- {variable: gdp, log: true, difference: 1}
- culture_revenue
lags: {criterion: bic, max_lags: 2}
"""


def declare(east, text):
    indented = "".join(f"  {line}\n" for line in text.splitlines())
    east.replace("study.yml", "indicators:", f"var_models:\n- {indented.lstrip()}indicators:")


def test_a_var_becomes_rows_in_the_order_of_its_variables(east):
    declare(east, GOOD + "sample: {units: [沈阳], years: {first: 2019}}\nbands: {level: 0.9}\n")
    study = east.load()
    rows = ECONOMETRICS.rows(study)
    (model,) = rows[STUDY_VAR_MODELS]
    assert (model["model_code"], model["kind"], model["lags"]) == ("growth", "auto", None)
    assert (model["lag_criterion"], model["max_lags"], model["band_level"]) == ("bic", 2, 0.9)
    assert (model["band_method"], model["bias_correction"]) == ("residual", None)
    assert model["region_group_code"] == "_growth"
    assert study.found["econometrics"]["_growth"] == ("210100",)
    assert [
        (row["variable_code"], row["source_code"], row["is_logged"], row["differences"])
        for row in rows[STUDY_VAR_VARIABLES]
    ] == [("d_ln_gdp", "gdp", True, 1), ("culture_revenue", "culture_revenue", False, 0)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "lags: {criterion: bic, max_lags: 2}",
            "lag: 1",
            "This key is not known. Did you mean 'lags'?",
        ),
        ("lags: {criterion: bic, max_lags: 2}", "lags: 0", "lags"),
        ("lags: {criterion: bic, max_lags: 2}", "lags: {}", "write `lags: 1` or `lags: {criterion"),
        ("{criterion: bic,", "{criterion: sic,", "lags.criterion"),
        ("variable: gdp", "variable: gpd", "no indicator or variable 'gpd'. Did you mean 'gdp'?"),
        ("- culture_revenue", "- {variable: gdp, code: d_ln_gdp}", "'d_ln_gdp' stands twice"),
        ("- culture_revenue\n", "", "variables"),
        ("code: growth", "code: growth\nkind: panel_var\ncombine: sum", "that is kind var"),
        ("code: growth", "code: growth\nkind: var\nestimator: gmm", "gmm needs a panel"),
        ("code: growth", "code: growth\nkind: var\nbands: {method: unit_block}", "use residual"),
        ("code: growth", "code: growth\nkind: var\nyear_effects: true", "need a panel of units"),
        ("code: growth", "code: growth\ntransformation: first_difference", "is inconsistent"),
        ("code: growth", "code: growth\nestimator: gmm", "gmm goes with forward"),
        ("code: growth", "code: growth\ninstrument_lags: 2", "goes with estimator gmm"),
        (
            "code: growth",
            "code: growth\nestimator: gmm\ntransformation: forward_orthogonal\ntrend: ct",
            "use trend c",
        ),
        (
            "code: growth",
            "code: growth\nestimator: gmm\ntransformation: forward_orthogonal\n"
            "bias_correction: bootstrap",
            "leave it out with gmm",
        ),
        ("code: growth", "code: growth\nbands: {replications: 10}", "bands.replications"),
        ("code: growth", "code: growth\nhorizon: 0", "horizon"),
        ("code: growth", "code: growth\nsample: {years: {first: 1999}}", "1999 lies outside"),
        (
            "code: growth",
            "code: growth\nsample: {years: {first: 2020, last: 2018}}",
            "First 2020 is after last 2018",
        ),
        ("code: growth", "code: growth\nsample: {region_group: core}", "no region group 'core'"),
        ("code: growth", "code: growth\nsample: {units: [长春]}", "No unit of the study is called"),
    ],
)
def test_every_mistake_has_one_message(east, old, new, expected):
    assert old in GOOD
    declare(east, GOOD.replace(old, new))
    message = east.problem()
    assert "var_models[0]" in message
    assert expected in message


def test_a_var_may_not_share_its_code_with_another_model(east):
    declare(east, GOOD)
    east.replace(
        "study.yml",
        "indicators:",
        "regressions:\n- {code: growth, dependent: gdp, regressors: [culture_revenue]}\n"
        "indicators:",
    )
    assert "Two models are called 'growth'" in east.problem()
