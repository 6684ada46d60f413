"""From declared models to the marts, on small tables in memory."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pytest

from wenmai.econometrics import regressions
from wenmai.econometrics.results import panel_row
from wenmai.sentences import text_of

UNITS = [f"2101{number:02d}" for number in range(6)]
YEARS = list(range(2015, 2023))
MARTS = [
    "fct_regression_terms",
    "fct_regression_fit",
    "fct_regression_tests",
    "fct_regression_fitted",
    "fct_model_status",
    "fct_variable_values",
    "fct_spatial_autocorrelation",
    "fct_local_spatial_autocorrelation",
    "dim_models",
]
TEXTS = {
    "variables": [
        *("study_code", "variable_code", "variable_name_zh", "variable_name_en", "formula_kind"),
        *("first_input", "second_input", "third_input", "total_input", "region_group_code"),
    ],
    "region_groups": ["study_code", "region_group_code", "unit_code", "network_code", "role_code"],
    "spatial_weights": ["study_code", "weights_code", "weights_kind", "network_code"],
}


def empty(**columns: str) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series([], dtype=kind) for name, kind in columns.items()})


def frame(rows: list[Mapping[str, object]], texts: list[str]) -> pd.DataFrame:
    """Rows as a table whose listed columns are text also when all are null."""
    made = pd.DataFrame(rows)
    return made.reindex(columns=[*made.columns.union(texts, sort=False)]).astype(
        dict.fromkeys(texts, "str")
    )


def regression(code: str, **said: object) -> dict[str, object]:
    return {
        "study_code": "s",
        "model_code": code,
        "model_name_zh": "模型",
        "model_name_en": "Model",
        "effects": "fixed",
        "covariance": "classic",
        "value_basis": "observed",
        "first_year": pd.NA,
        "last_year": pd.NA,
        "region_group_code": pd.NA,
        "spatial_model": pd.NA,
        "weights_code": pd.NA,
        "model_position": 1,
        **said,
    }


def terms(code: str, *variables: str, logged: bool = True) -> list[dict[str, object]]:
    return [
        {
            "study_code": "s",
            "model_code": code,
            "variable_code": variable,
            "is_logged": logged,
            "term_position": place,
        }
        for place, variable in enumerate(variables)
    ]


def cells() -> pd.DataFrame:
    """ln y = 1 + 0.8 ln a - 0.3 ln b + effect + noise; zero holds a zero, flat never changes."""
    rng = np.random.default_rng(5)
    index = pd.MultiIndex.from_product([UNITS, YEARS], names=["unit_code", "year"])
    a, b, noise = rng.lognormal(size=(3, len(index)))
    effects = np.repeat(rng.normal(size=len(UNITS)), len(YEARS))
    wide = pd.DataFrame({"a": a, "b": b, "flat": 7.0, "zero": a.round(3)}, index=index)
    wide["y"] = np.exp(1 + 0.8 * np.log(a) - 0.3 * np.log(b) + effects + 0.02 * np.log(noise))
    wide.loc[(UNITS[2], 2018), "zero"] = 0.0
    long = wide.rename_axis(columns="indicator_code").stack().rename("raw_value").reset_index()
    gap = (long["unit_code"] == UNITS[0]) & (long["year"] == 2016) & (long["indicator_code"] == "b")
    long["imputed_value"] = long["raw_value"]
    long.loc[gap, "raw_value"] = np.nan
    return long.assign(study_code="s", is_imputed=gap)


def inputs() -> dict[str, pd.DataFrame]:
    models = [
        regression("good"),
        regression("filled", value_basis="imputed"),
        regression("pooled_group", effects="pooled", region_group_code="three"),
        regression("ratio_model"),
        regression("spatial", spatial_model="lag", weights_code="near", value_basis="imputed"),
        regression("with_zero"),
        regression("with_flat"),
        regression("collinear"),
        regression("one_year", first_year=2016, last_year=2016),
        regression("one_unit", region_group_code="_one_unit"),
        regression("tiny", first_year=2015, last_year=2016, region_group_code="three"),
    ]
    listed = [
        *terms("good", "y", "a", "b"),
        *terms("filled", "y", "a", "b"),
        *terms("pooled_group", "y", "a", "b"),
        *terms("ratio_model", "y", "a_to_b"),
        *terms("spatial", "y", "a", "b"),
        *terms("with_zero", "y", "a", "zero"),
        *terms("with_flat", "y", "a", "flat"),
        *terms("collinear", "y", "a", "b", "a_to_b"),
        *terms("one_year", "y", "a"),
        *terms("one_unit", "y", "a"),
        *terms("tiny", "y", "a", "b", "flat", "zero", logged=False),
    ]
    groups = [("three", unit) for unit in UNITS[:3]] + [("_one_unit", UNITS[0])]
    study = {"study_code": ["s"]}
    return {
        "study_regressions": pd.DataFrame(models).astype(
            {
                **dict.fromkeys(("first_year", "last_year"), "Int32"),
                **dict.fromkeys(("region_group_code", "spatial_model", "weights_code"), "str"),
            }
        ),
        "stg_econometrics__regression_terms": pd.DataFrame(listed),
        "study_region_groups": frame(
            [
                {"study_code": "s", "region_group_code": group, "unit_code": unit, "role_year": 0}
                for group, unit in groups
            ],
            TEXTS["region_groups"],
        ),
        "study_variables": frame(
            [
                {
                    "study_code": "s",
                    "variable_code": "a_to_b",
                    "variable_name_en": "A to B",
                    "formula_kind": "ratio",
                    "first_input": "a",
                    "second_input": "b",
                    "lag_years": 0,
                    "exponent": np.nan,
                    "first_year": 0,
                    "last_year": 0,
                }
            ],
            TEXTS["variables"],
        ),
        "study_spatial_weights": frame(
            [
                {
                    "study_code": "s",
                    "weights_code": "near",
                    "weights_name_zh": "近邻",
                    "weights_name_en": "Near",
                    "weights_kind": "knn",
                    "neighbors": 2,
                    "power": np.nan,
                    "cutoff_km": np.nan,
                    "is_directed": False,
                }
            ],
            TEXTS["spatial_weights"],
        ),
        "study_autocorrelation": pd.DataFrame(
            [("y", True), ("flat", False), ("zero", True)], columns=["variable_code", "is_logged"]
        ).assign(
            study_code="s", weights_code="near", value_basis="observed", permutations=99, seed=1
        ),
        "stg_econometrics__var_variables": empty(
            study_code="str", model_code="str", variable_code="str", source_code="str",
            variable_position="int32", is_exogenous="bool",
        ),
        "study_var_models": empty(
            study_code="str", model_code="str", model_name_zh="str", model_name_en="str",
            value_basis="str", trend="str", transformation="str", estimator="str",
            has_year_effects="bool", lags="int32", lag_criterion="str", max_lags="int32",
            first_year="int32", last_year="int32", region_group_code="str", combine="str",
        ),
        "int_econometrics__var_results": empty(
            study_code="str", model_code="str", model_kind="str", status="str", reason_code="str",
            reason_said="str", notes_said="str", bias_correction="str", n_observations="int64",
            n_units="int64", n_years="int64", n_missing="int64",
        ),
        "int_econometrics__spatial_links": empty(
            study_code="str", network_code="str", year="int32", from_unit="str", to_unit="str",
            strength="float64",
        ),
        "int_networks__node_measures": empty(
            study_code="str", network_code="str", year="int32", unit_code="str", role_code="str"
        ),
        "int_econometrics__unit_places": pd.DataFrame(
            {
                "unit_code": UNITS,
                "earth_radius_km": 6371.0088,
                "longitude": [120.0, 121, 122, 120, 121, 122],
                "latitude": [40.0, 40, 40, 41, 41, 41],
            }
        ),
        "stg_config__studies": pd.DataFrame({**study, "first_year": [2015], "last_year": [2022]}),
        "stg_config__study_indicators": pd.DataFrame(
            [(code, code.upper(), f"指标{code}") for code in ("a", "b", "flat", "y", "zero")],
            columns=["indicator_code", "indicator_name_en", "indicator_name_zh"],
        ).assign(study_code="s"),
        "int_indicators__imputed_values": cells(),
        "int_indicators__observed_values": empty(
            study_code="str", unit_code="str", year="int32", indicator_code="str",
            raw_value="float64", is_study_year="bool",
        ),
    }  # fmt: skip


@pytest.fixture(scope="module")
def marts(compiled_models):
    return compiled_models.run(inputs(), MARTS)


def test_a_model_that_cannot_be_estimated_says_why_and_stops_no_other(marts):
    found = {
        code: (status, reason_code)
        for code, status, reason_code in marts.sql(
            "select model_code, status, reason_code from marts.fct_model_status"
        ).fetchall()
    }
    assert found == {
        "good": ("estimated", None),
        "filled": ("estimated", None),
        "pooled_group": ("estimated", None),
        "ratio_model": ("estimated", None),
        "spatial": ("estimated", None),
        "with_zero": ("refused", "not_positive_under_log"),
        "with_flat": ("refused", "constant_series"),
        "collinear": ("refused", "collinear_regressors"),
        "one_year": ("refused", "one_year_only"),
        "one_unit": ("refused", "one_unit_only"),
        "tiny": ("refused", "constant_series"),
    }
    estimated = {code for code, (status, _) in found.items() if status == "estimated"}
    for mart in ("fct_regression_terms", "fct_regression_fit", "fct_regression_fitted"):
        codes = marts.sql(f"select distinct model_code from marts.{mart}").fetchall()
        assert {code for (code,) in codes} == estimated, mart
    assert len(marts.sql("from marts.dim_models").fetchall()) == len(found)


def test_coefficients_arrive_with_their_words(marts):
    rows = marts.sql("""
        select term_code, coefficient, ci_low, ci_high, statistic_name, finding, finding_zh
        from marts.fct_regression_terms where model_code = 'good' order by term_position
    """).fetchall()
    assert [row[0] for row in rows] == ["constant", "a", "b"]
    for (_, coefficient, low, high, law, _, _), true in zip(rows[1:], (0.8, -0.3), strict=True):
        assert low < true < high and coefficient == pytest.approx(true, abs=0.02)
        assert law == "t"
    assert rows[0][5] is None
    assert (
        rows[1][5].startswith("1 % more A goes with 0.")
        and "% more Y, significant at 1 %." in rows[1][5]
    )
    assert "% less Y" in rows[2][5]
    assert rows[2][6].startswith("指标b每增加1%，指标y相应减少0.")


def test_gaps_are_counted_or_filled_as_the_study_says(marts):
    found = dict(
        marts.sql("select model_code, n_observations from marts.fct_regression_fit").fetchall()
    )
    assert (found["good"], found["filled"], found["pooled_group"]) == (47, 48, 23)
    (reason,) = marts.sql(
        "select reason from marts.fct_model_status where model_code = 'good'"
    ).fetchone()
    assert reason == "1 rows of the sample are not used: a value is missing."


def test_fitted_effect_and_residual_make_the_actual_value(marts):
    rows = marts.sql("""
        select actual_value, linear_prediction + effect + residual, fitted_value + residual,
            regressor_value, model_code
        from marts.fct_regression_fitted
    """).fetchall()
    assert len(rows) == 47 + 48 + 23 + 47 + 48
    for actual, parts, fitted, regressor, model in rows:
        assert parts == pytest.approx(actual) and fitted == pytest.approx(actual)
        assert (regressor is not None) == (model == "ratio_model")


def test_effects_of_a_spatial_lag_add_up(marts):
    rows = marts.sql("""
        select term_code, sum(coefficient) filter (where effect_type in ('direct', 'indirect')),
            sum(coefficient) filter (where effect_type = 'total'),
            max(finding) filter (where effect_type = 'indirect')
        from marts.fct_regression_terms where model_code = 'spatial'
            and effect_type <> 'coefficient'
        group by term_code
    """).fetchall()
    assert len(rows) == 2
    for term, parts, total, finding in rows:
        assert parts == pytest.approx(total)
        assert f"1 % more {term.upper()} in all other units goes with" in finding
    kind = marts.sql("select model_kind from marts.dim_models where model_code = 'spatial'")
    assert kind.fetchone() == ("spatial_lag",)


def test_every_test_is_put_in_words(marts):
    rows = marts.sql("select test_code, finding, finding_zh from marts.fct_regression_tests")
    found = rows.fetchall()
    assert {code for code, _, _ in found} >= {"hausman", "mundlak", "lm_lag", "pesaran_cd"}
    assert all(finding and finding_zh for _, finding, finding_zh in found)


def test_the_formula_is_written_out(marts):
    formulas = dict(marts.sql("select model_code, formula from marts.dim_models").fetchall())
    assert formulas["good"] == "ln(y) ~ ln(a) + ln(b)"
    assert formulas["tiny"] == "y ~ a + b + flat + zero"


def test_autocorrelation_is_measured_year_by_year_where_it_can_be(marts):
    rows = marts.sql("""
        select variable_code, status, reason_code, count(*), count(morans_i), min(reason)
        from marts.fct_spatial_autocorrelation group by all order by all
    """).fetchall()
    reason = "zero has no logarithm (zero or negative) in 210102."
    assert rows == [
        ("flat", "refused", "constant_series", 8, 0, "All units have the same value."),
        ("y", "estimated", None, 8, 8, None),
        ("zero", "estimated", None, 7, 7, None),
        ("zero", "refused", "not_positive_under_log", 1, 0, reason),
    ]
    local = marts.sql("""
        select year, sum(local_i) as total from marts.fct_local_spatial_autocorrelation
        where variable_code = 'y' group by year
    """).fetchall()
    whole = dict(
        marts.sql("""
            select year, morans_i from marts.fct_spatial_autocorrelation where variable_code = 'y'
        """).fetchall()
    )
    for year, total in local:
        assert total == pytest.approx(5 * whole[year])


def test_what_no_check_foresees_stops_no_other_model(marts, monkeypatch):
    def broken(design, spec):
        if spec.regressors == ("a", "b"):
            raise np.linalg.LinAlgError("Singular matrix")
        return panel_row(design, spec)

    monkeypatch.setattr(regressions, "panel_row", broken)
    tables = inputs()
    table = regressions.estimate_regressions(
        models=marts.sql("from intermediate.int_econometrics__regressions").df(),
        terms=tables["stg_econometrics__regression_terms"],
        members=marts.sql("from intermediate.int_econometrics__region_units").df(),
        panel=marts.sql("from intermediate.int_econometrics__panel").df(),
        weights=tables["study_spatial_weights"],
        places=tables["int_econometrics__unit_places"],
        links=tables["int_econometrics__spatial_links"],
    )
    found = {row["model_code"]: row for row in table.to_pylist()}
    assert found["good"]["status"] == "refused"
    assert text_of(found["good"]["reason_said"]) == "The estimation failed: Singular matrix"
    assert found["ratio_model"]["status"] == "estimated"


def test_without_any_model_the_marts_are_empty(compiled_models):
    nothing = {name: table.iloc[:0] for name, table in inputs().items()}
    con = compiled_models.run(nothing, MARTS)
    for mart in MARTS:
        assert con.sql(f"select count(*) from marts.{mart}").fetchone() == (0,), mart


def test_reasons_are_said_in_both_languages(marts):
    said = marts.sql("""
        select reason, reason_zh from marts.fct_model_status
        union
        select reason, reason_zh from marts.fct_spatial_autocorrelation
    """).fetchall()
    assert len([reason for reason, _ in said if reason]) > 1
    for reason, chinese in said:
        assert (reason is None) == (chinese is None)
        assert chinese is None or ("英文" not in chinese and chinese.endswith("。"))


def test_terms_go_by_the_names_of_their_variables(marts):
    named = marts.sql("""
        select distinct term_code, term_name_en, term_name_zh, is_logged
        from marts.fct_regression_terms
    """).fetchall()
    assert len(named) > 2
    for code, english, chinese, is_logged in named:
        ln = "ln " if is_logged else ""
        expected = {
            "constant": ("Constant", "常数项"),
            "spatial_lag": ("Spatial lag (ρ)", "空间滞后项（ρ）"),
            "spatial_error": ("Spatial error (λ)", "空间误差项（λ）"),
            # a variable without a Chinese name keeps its code
            "a_to_b": (f"{ln}A to B", f"{ln}a_to_b"),
        }.get(code, (f"{ln}{code.upper()}", f"{ln}指标{code}"))
        assert (english, chinese) == expected
