"""The rows that a study's configuration becomes; what users configured, SQL can read."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from wenmai.ingest.raw_tables import (
    CORRECTIONS,
    SOURCE_MAPPINGS,
    STUDIES,
    STUDY_INDICATORS,
    STUDY_MEASUREMENT_NOISE,
    STUDY_UNCERTAINTY,
    STUDY_UNCERTAINTY_OPTIONS,
    STUDY_UNITS,
    RawTable,
)
from wenmai.studies.corrections import CORRECTIONS_FILE
from wenmai.studies.study import Study

Row = dict[str, Any]


def configuration_rows(studies: Sequence[Study]) -> dict[RawTable, list[Row]]:
    """Return the rows of every configuration table.

    Parameters
    ----------
    studies : sequence of Study
        Validated studies.

    Returns
    -------
    dict
        Raw table → its rows, in a fixed order. A new section of study.yml adds one line here
        and one function below.
    """
    return {
        STUDIES: [_study_row(study) for study in studies],
        STUDY_UNITS: _all(_unit_rows(study) for study in studies),
        STUDY_INDICATORS: _all(_indicator_rows(study) for study in studies),
        STUDY_UNCERTAINTY: [_uncertainty_row(study) for study in studies],
        STUDY_UNCERTAINTY_OPTIONS: _all(_uncertainty_option_rows(study) for study in studies),
        STUDY_MEASUREMENT_NOISE: _all(_measurement_noise_rows(study) for study in studies),
        SOURCE_MAPPINGS: _all(_mapping_rows(study) for study in studies),
        CORRECTIONS: _all(_correction_rows(study) for study in studies),
    }


def _all(parts: Iterable[Iterator[Row]]) -> list[Row]:
    return [row for part in parts for row in part]


def _study_row(study: Study) -> Row:
    config = study.config
    return {
        "study_code": config.code,
        "study_name_zh": config.name.zh,
        "study_name_en": config.name.english,
        "description": config.description.strip(),
        "unit_level": config.units.level,
        "first_year": config.years.first,
        "last_year": config.years.last,
        "is_synthetic": config.is_synthetic,
        **config.index.model_dump(),
        "study_folder": study.folder.name,
        "config_hash": study.config_hash,
    }


def _unit_rows(study: Study) -> Iterator[Row]:
    for position, unit_code in enumerate(study.unit_codes, start=1):
        yield {"study_code": study.code, "unit_code": unit_code, "position": position}


def _indicator_rows(study: Study) -> Iterator[Row]:
    for position, indicator in enumerate(study.indicators, start=1):
        yield {
            "study_code": study.code,
            "indicator_code": indicator.code,
            "indicator_name_zh": indicator.name_zh,
            "indicator_name_en": indicator.name_en,
            "dimension_code": indicator.dimension_code,
            "direction": indicator.direction,
            "measure_unit": indicator.measure_unit,
            "valid_min": indicator.valid_min,
            "valid_max": indicator.valid_max,
            "max_gap_years": indicator.max_gap_years,
            "extend_edges": indicator.extend_edges,
            "is_in_index": indicator.is_in_index,
            "position": position,
        }


def _uncertainty_row(study: Study) -> Row:
    said = study.config.uncertainty
    return {
        "study_code": study.code,
        "is_enabled": said.enabled,
        "draws": said.draws,
        "seed": said.seed,
        "leave_one_out": said.leave_one_out,
        "weight_concentration": said.weight_concentration,
    }


def _uncertainty_option_rows(study: Study) -> Iterator[Row]:
    said = study.config.uncertainty
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
    for indicator_code, error in study.config.uncertainty.measurement_noise.items():
        yield {
            "study_code": study.code,
            "indicator_code": indicator_code,
            "relative_error": error,
        }


def _mapping_rows(study: Study) -> Iterator[Row]:
    for source in study.sources:
        yield {
            "study_code": study.code,
            "mapping_code": source.mapping_code,
            "priority": source.mapping.priority,
            "unit_level": source.mapping.level or study.config.units.level,
            "description": (source.mapping.description or "").strip(),
            "file_pattern": source.mapping.file,
        }


def _correction_rows(study: Study) -> Iterator[Row]:
    for correction in study.corrections:
        yield {
            "study_code": study.code,
            "source_file": CORRECTIONS_FILE,
            "row_number": correction.row_number,
            "unit_name": correction.unit,
            "year_text": correction.year,
            "indicator_code": correction.indicator,
            "expect_text": correction.expect,
            "value_text": correction.value,
            "reason": correction.reason,
        }
