"""Regressions, spatial effects and VARs of a study."""

from wenmai.atlas.blocks import SAID, Block, Chooser, Column, Page, both, chosen
from wenmai.atlas.charts import bars, lines, points
from wenmai.atlas.studies import StudyInfo
from wenmai.atlas.texts import WORD, Texts
from wenmai.atlas.warehouse import Warehouse
from wenmai.econometrics.pages import findings
from wenmai.econometrics.pages.names import (
    Names,
    chosen_pair,
    formula_in_words,
    models_of,
    named,
    names_of,
)
from wenmai.econometrics.pages.scenarios import scenario_blocks
from wenmai.labels import label

TEXT = Texts(
    "pages.econometrics",
    *("title", "lead", "models", "coefficient", "coefficients", "coefficients_note", "term"),
    *("fitted", "fitted_name", "actual", "unit_year", "fitted_note", "responses", "response"),
    *("responses_note", "decomposition", "shock", "variable", "moran", "moran_note"),
)

MODEL = {"model_code": chosen("model")}


def econometrics_page(warehouse: Warehouse, study: StudyInfo) -> Page | None:
    """Return the page of a study's declared models, or None when it declares none."""
    status = warehouse.ask(
        """
        select
            models.model_code, models.model_name_zh, models.model_name_en, models.model_kind,
            models.formula, models.formula_zh, models.effects, models.effects_zh,
            status.status, status.reason, status.reason_zh,
            status.n_observations, status.n_units, status.n_years, fit.r_squared,
            fit.r_squared_within
        from marts.dim_models as models
        inner join marts.fct_model_status as status using (study_code, model_code)
        left join marts.fct_regression_fit as fit using (study_code, model_code)
        where models.study_code = {study}
        order by models.model_kind, models.model_code
        """,
        study=study.code,
    )
    if not status.rows:
        return None
    names = names_of(warehouse, study)
    status = status.having(
        {
            f"said_formula_{language}": [
                formula_in_words(formula, names, language) for formula in status.column(column)
            ]
            for language, column in (("zh", "formula_zh"), ("en", "formula"))
        }
    )
    columns = [
        Column("model_name_zh", "model_name_en"),
        Column("said_formula_zh", "said_formula_en", heading=label("formula")),
        Column("effects_zh", "effects"),
        Column("status"),
        Column("reason_zh", "reason"),
        Column("n_observations"),
        Column("r_squared", digits=3),
        Column("r_squared_within", digits=3),
    ]
    return Page(
        "econometrics",
        TEXT("title"),
        TEXT("lead"),
        [
            Block("models", TEXT("models"), status, columns=columns, is_wide=True).saying(
                findings.estimated(status.records())
            ),
            *_coefficients(warehouse, study),
            *_fitted(warehouse, study),
            *_responses(warehouse, study, names),
            *_decomposition(warehouse, study, names),
            *scenario_blocks(warehouse, study, names),
            *_spatial(warehouse, study, names),
        ],
    )


def _coefficients(warehouse: Warehouse, study: StudyInfo) -> list[Block]:
    answer = warehouse.ask(
        """
        select
            terms.model_code, models.model_name_zh, models.model_name_en,
            terms.term_code, terms.term_name_zh || case terms.effect_type
                when 'direct' then '（直接效应）' when 'indirect' then '（间接效应）'
                when 'total' then '（总效应）' else '' end as term_zh,
            terms.term_name_en || case when terms.effect_type = 'coefficient' then ''
                else ' (' || terms.effect_type || ')' end as term_en,
            terms.coefficient, terms.standard_error, terms.statistic_name, terms.statistic,
            terms.p_value, terms.ci_low, terms.ci_high, terms.vif
        from marts.fct_regression_terms as terms
        inner join marts.dim_models as models using (study_code, model_code)
        where terms.study_code = {study}
        order by models.model_kind, terms.model_code, terms.effect_type, terms.term_position
        """,
        study=study.code,
    )
    if not answer.rows:
        return []
    option = bars(
        both("term_zh", "term_en"),
        [(TEXT("coefficient"), "coefficient")],
        where=MODEL,
        interval=("ci_low", "ci_high"),
    )
    # a constant is larger than all others and says the least
    option["dataset"][1]["transform"]["config"]["and"].append(
        {"dimension": "term_code", "!=": "constant"}
    )
    return [
        Block(
            "coefficients",
            TEXT("coefficients"),
            answer.saying(["model_code"], findings.coefficients),
            option=option,
            said=SAID,
            note=TEXT("coefficients_note"),
            columns=[
                Column("term_zh", "term_en", heading=TEXT("term")),
                Column("coefficient", digits=4),
                Column("standard_error", digits=4),
                Column("statistic_name"),
                Column("statistic", digits=2),
                Column("p_value", digits=4),
                Column("vif", digits=1),
            ],
            choosers=[models_of("model", answer)],
            where=MODEL,
        )
    ]


def _fitted(warehouse: Warehouse, study: StudyInfo) -> list[Block]:
    answer = warehouse.ask(
        """
        select
            fitted.model_code, models.model_name_zh, models.model_name_en, fitted.unit_code,
            units.unit_name_zh || ' ' || fitted.year as name_zh,
            units.unit_name_en || ' ' || fitted.year as name_en, fitted.actual_value,
            fitted.fitted_value, fitted.regressor_value, fitted.residual
        from marts.fct_regression_fitted as fitted
        inner join marts.dim_models as models using (study_code, model_code)
        left join marts.dim_units as units using (unit_code)
        where fitted.study_code = {study}
        order by fitted.model_code, fitted.unit_code, fitted.year
        """,
        study=study.code,
    )
    if not answer.rows:
        return []
    return [
        Block(
            "fitted",
            TEXT("fitted"),
            answer.saying(["model_code"], findings.fits),
            said=SAID,
            option=points(
                "fitted_value",
                "actual_value",
                both("name_zh", "name_en"),
                x_name=TEXT("fitted_name"),
                y_name=TEXT("actual"),
                groups=[("", MODEL)],
            ),
            columns=[
                Column("name_zh", "name_en", heading=TEXT("unit_year")),
                Column("actual_value", digits=3),
                Column("fitted_value", digits=3),
                Column("residual", digits=3),
            ],
            choosers=[models_of("model", answer)],
            where=MODEL,
            parts=("model_code",),
            note=TEXT("fitted_note"),
        )
    ]


def _responses(warehouse: Warehouse, study: StudyInfo, names: Names) -> list[Block]:
    answer = warehouse.ask(
        """
        select
            answers.model_code, models.model_name_zh, models.model_name_en,
            answers.impulse_code, answers.response_code, answers.period, answers.value,
            answers.lower, answers.upper, answers.upper - answers.lower as width
        from marts.fct_impulse_responses as answers
        inner join marts.dim_models as models using (study_code, model_code)
        where answers.study_code = {study} and answers.response_kind = 'orthogonalized'
        order by answers.model_code, answers.impulse_code, answers.response_code, answers.period
        """,
        study=study.code,
    )
    if not answer.rows:
        return []
    where, choosers = chosen_pair(answer, names, "impulse_code", "response_code")
    return [
        Block(
            "responses",
            TEXT("responses"),
            answer.saying(list(where), findings.answers(names, "impulse_code", "response_code")),
            said=SAID,
            option=lines(
                "period",
                [(TEXT("response"), "value", where)],
                bands=[("lower", "width", where)],
                x_name=WORD("period"),
            ),
            columns=[
                Column("period"),
                Column("value", of="fct_impulse_responses", digits=4),
                Column("lower", digits=4),
                Column("upper", digits=4),
            ],
            choosers=choosers,
            where=where,
            note=TEXT("responses_note"),
        )
    ]


def _both_names(names: Names, code: str) -> tuple[str, str]:
    found = names.get(code, {"zh": code, "en": code})
    return found["zh"], found["en"]


def _decomposition(warehouse: Warehouse, study: StudyInfo, names: Names) -> list[Block]:
    answer = warehouse.ask(
        """
        select
            shares.model_code, models.model_name_zh, models.model_name_en,
            shares.variable_code, shares.shock_code, shares.period, shares.share,
            shares.lower, shares.upper, shares.forecast_se
        from marts.fct_variance_decomposition as shares
        inner join marts.dim_models as models using (study_code, model_code)
        where shares.study_code = {study}
        order by shares.model_code, shares.variable_code, shares.shock_code, shares.period
        """,
        study=study.code,
    )
    if not answer.rows:
        return []
    where = {"model_code": chosen("var"), "variable_code": chosen("response")}
    answer = named(answer, names, ["shock_code"])
    shocks = dict.fromkeys(answer.column("shock_code"))
    option = lines(
        "period",
        [
            (both(*_both_names(names, code)), "share", {**where, "shock_code": code})
            for code in shocks
        ],
        x_name=WORD("period"),
        from_zero=True,
    )
    for series in option["series"]:
        series |= {"stack": "all", "areaStyle": {"opacity": 0.5}, "symbol": "none"}
    option["yAxis"]["max"] = 1
    variables = [
        (code, *_both_names(names, code)) for code in dict.fromkeys(answer.column("variable_code"))
    ]
    return [
        Block(
            "decomposition",
            TEXT("decomposition"),
            answer.saying(list(where), findings.errors_from(names)),
            said=SAID,
            option=option,
            columns=[
                Column("period"),
                Column("shock_zh", "shock_en", heading=TEXT("shock")),
                Column("share", is_percent=True),
                Column("lower", is_percent=True),
                Column("upper", is_percent=True),
                Column("forecast_se", digits=4),
            ],
            choosers=[
                models_of("var", answer),
                Chooser("response", TEXT("variable"), variables),
            ],
            where=where,
        )
    ]


def _spatial(warehouse: Warehouse, study: StudyInfo, names: Names) -> list[Block]:
    answer = warehouse.ask(
        """
        select
            variable_code || ' · ' || weights_code as series_code, variable_code, weights_code,
            weights_name_zh, weights_name_en, year, morans_i, expected_i, z_value,
            p_value, permutation_p, finding, finding_zh
        from marts.fct_spatial_autocorrelation
        where study_code = {study}
        order by series_code, year
        """,
        study=study.code,
    )
    if not answer.rows:
        return []
    answer = named(answer, names, ["variable_code"])
    series = answer.combinations(
        *("series_code", "variable_zh", "weights_name_zh", "variable_en", "weights_name_en")
    )
    return [
        Block(
            "moran",
            TEXT("moran"),
            answer,
            option=lines(
                "year",
                [
                    (
                        both(f"{one_zh}·{by_zh}", f"{one_en} · {by_en}"),
                        "morans_i",
                        {"series_code": code},
                    )
                    for code, one_zh, by_zh, one_en, by_en in series
                ],
                y_name="I",
            ),
            note=TEXT("moran_note"),
            columns=[
                Column("variable_zh", "variable_en", heading=TEXT("variable")),
                Column("weights_name_zh", "weights_name_en"),
                Column("year"),
                Column("morans_i", digits=3),
                Column("permutation_p", digits=3),
                Column("finding_zh", "finding"),
            ],
        ).saying(findings.neighbours_alike(answer.records()))
    ]
