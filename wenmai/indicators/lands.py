"""The rows that a study's section ``uncertainty`` becomes."""

from collections.abc import Iterable, Iterator, Mapping

from wenmai.indicators.declares import DECLARATION
from wenmai.ingest.part import IngestPart, Row
from wenmai.ingest.raw_tables import RawTable
from wenmai.studies.study import Study

STUDY_UNCERTAINTY = RawTable(
    "study_uncertainty",
    "One row per study: whether and how choices of method are drawn; draws is null when unset.",
    """
    study_code varchar, is_enabled boolean, draws integer, seed integer, leave_one_out boolean,
    weight_concentration double
    """,
)

STUDY_UNCERTAINTY_OPTIONS = RawTable(
    "study_uncertainty_options",
    "One row per study, choice of method and option named for it; winsorizing gives quantiles.",
    """
    study_code varchar, choice_code varchar, position integer, option_code varchar,
    winsor_lower double, winsor_upper double
    """,
)

STUDY_MEASUREMENT_NOISE = RawTable(
    "study_measurement_noise",
    "One row per study and indicator whose relative standard error the study states.",
    "study_code varchar, indicator_code varchar, relative_error double",
)


def _uncertainty_row(study: Study) -> Row:
    said = DECLARATION.said_in(study.config).uncertainty
    return {
        "study_code": study.code,
        "is_enabled": said.enabled,
        "draws": said.draws,
        "seed": said.seed,
        "leave_one_out": said.leave_one_out,
        "weight_concentration": said.weight_concentration,
    }


def _uncertainty_option_rows(study: Study) -> Iterator[Row]:
    said = DECLARATION.said_in(study.config).uncertainty
    for choice in ("imputation", "normalization", "weighting", "aggregation"):
        for position, option in enumerate(getattr(said, choice), start=1):
            yield {
                "study_code": study.code,
                "choice_code": choice,
                "position": position,
                "option_code": option,
                "winsor_lower": None,
                "winsor_upper": None,
            }
    for position, limits in enumerate(said.winsorizing, start=1):
        yield {
            "study_code": study.code,
            "choice_code": "winsorizing",
            "position": position,
            "option_code": None,
            "winsor_lower": limits.lower,
            "winsor_upper": limits.upper,
        }


def _measurement_noise_rows(study: Study) -> Iterator[Row]:
    for indicator_code, error in DECLARATION.said_in(
        study.config
    ).uncertainty.measurement_noise.items():
        yield {
            "study_code": study.code,
            "indicator_code": indicator_code,
            "relative_error": error,
        }


def _rows(study: Study) -> Mapping[RawTable, Iterable[Row]]:
    return {
        STUDY_UNCERTAINTY: [_uncertainty_row(study)],
        STUDY_UNCERTAINTY_OPTIONS: _uncertainty_option_rows(study),
        STUDY_MEASUREMENT_NOISE: _measurement_noise_rows(study),
    }


PART = IngestPart(
    "indicators",
    (STUDY_UNCERTAINTY, STUDY_UNCERTAINTY_OPTIONS, STUDY_MEASUREMENT_NOISE),
    _rows,
)
