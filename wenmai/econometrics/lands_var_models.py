"""The rows that a study's VAR models become."""

from collections.abc import Iterable, Iterator, Mapping

from wenmai.econometrics.declares import DECLARATION
from wenmai.econometrics.sections.var_models import ExogenousVariable
from wenmai.ingest.part import Row
from wenmai.ingest.raw_tables import RawTable
from wenmai.studies.study import Study

STUDY_VAR_MODELS = RawTable(
    "study_var_models",
    "One row per study and VAR or panel VAR; what a model leaves open is null.",
    """
    study_code varchar, model_code varchar, model_name_zh varchar, model_name_en varchar,
    kind varchar, value_basis varchar, combine varchar, first_year integer, last_year integer,
    region_group_code varchar, lags integer, lag_criterion varchar, max_lags integer,
    trend varchar, transformation varchar, estimator varchar, instrument_lags integer,
    gmm_steps integer, is_collapsed boolean, is_centred boolean, is_joint boolean,
    has_year_effects boolean, bias_correction varchar, horizon integer,
    band_method varchar, interval_kind varchar, band_level double, replications integer,
    seed integer, position integer
    """,
)

STUDY_VAR_VARIABLES = RawTable(
    "study_var_variables",
    "One row per study, VAR and variable; position is the Cholesky order, exogenous ones last.",
    """
    study_code varchar, model_code varchar, variable_code varchar, source_code varchar,
    is_logged boolean, differences integer, held_by double, is_exogenous boolean,
    delays integer, ahead varchar, ahead_value double, position integer
    """,
)


def _model_rows(study: Study) -> Iterator[Row]:
    for position, model in enumerate(DECLARATION.said_in(study.config).var_models, start=1):
        yield {
            "study_code": study.code,
            "model_code": model.code,
            "model_name_zh": model.name.zh if model.name else model.code,
            "model_name_en": model.name.english if model.name else model.code,
            "kind": model.kind,
            "value_basis": model.values,
            "combine": model.combine,
            "first_year": model.sample.years.first,
            "last_year": model.sample.years.last,
            "region_group_code": (
                f"_{model.code}" if model.sample.units else model.sample.region_group
            ),
            "lags": model.lags.number,
            "lag_criterion": model.lags.criterion,
            "max_lags": model.lags.max_lags,
            "trend": model.trend,
            "transformation": model.transformation,
            "estimator": model.estimator,
            "instrument_lags": model.instrument_lags,
            "gmm_steps": model.gmm_steps,
            "is_collapsed": model.collapse,
            "is_centred": model.centre,
            "is_joint": model.joint_weights,
            "has_year_effects": model.year_effects,
            "bias_correction": model.bias_correction,
            "horizon": model.horizon,
            "band_method": model.bands.method,
            "interval_kind": model.bands.interval,
            "band_level": model.bands.level,
            "replications": model.bands.replications,
            "seed": model.bands.seed,
            "position": position,
        }


def _variable_rows(study: Study) -> Iterator[Row]:
    for model in DECLARATION.said_in(study.config).var_models:
        for position, variable in enumerate((*model.variables, *model.exogenous), start=1):
            outside = variable if isinstance(variable, ExogenousVariable) else None
            ahead = outside.ahead if outside else None
            yield {
                "study_code": study.code,
                "model_code": model.code,
                "variable_code": variable.name,
                "source_code": variable.variable,
                "is_logged": variable.log,
                "differences": variable.difference,
                "held_by": variable.held_by,
                "is_exogenous": outside is not None,
                "delays": outside.delays if outside else 0,
                "ahead": ahead if isinstance(ahead, str) else None,
                "ahead_value": None if isinstance(ahead, str) else ahead,
                "position": position,
            }


def var_rows(study: Study) -> Mapping[RawTable, Iterable[Row]]:
    """Return the rows of a study's VARs by table.

    Parameters
    ----------
    study : Study
    """
    return {STUDY_VAR_MODELS: _model_rows(study), STUDY_VAR_VARIABLES: _variable_rows(study)}


VAR_TABLES = (STUDY_VAR_MODELS, STUDY_VAR_VARIABLES)
