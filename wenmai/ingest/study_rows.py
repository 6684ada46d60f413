"""The rows that a study's configuration becomes; what users configured, SQL can read."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from wenmai.ingest.raw_tables import (
    CORRECTIONS,
    OWN_UNITS,
    SOURCE_MAPPINGS,
    STUDIES,
    STUDY_INDICATORS,
    STUDY_SOURCES,
    STUDY_UNITS,
    RawTable,
)
from wenmai.kit.origin import OfOrigin, of_origin
from wenmai.reference.registers import FIRST_YEAR
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
        Raw table → its rows, in a fixed order. The domains add theirs: ``rows`` of their parts.
    """
    return {
        STUDIES: [_study_row(study) for study in studies],
        STUDY_UNITS: _all(_unit_rows(study) for study in studies),
        OWN_UNITS: _all(_own_unit_rows(study) for study in studies),
        STUDY_INDICATORS: _all(_indicator_rows(study) for study in studies),
        SOURCE_MAPPINGS: _all(_mapping_rows(study) for study in studies),
        STUDY_SOURCES: _all(_source_rows(study) for study in studies),
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
        "unit_level": config.units.unit_level,
        "first_year": config.years.first,
        "last_year": config.years.last,
        "is_synthetic": config.is_synthetic,
        "study_folder": study.folder.name,
        "config_hash": study.config_hash,
    }


def _unit_rows(study: Study) -> Iterator[Row]:
    for position, unit_code in enumerate(study.unit_codes, start=1):
        yield {"study_code": study.code, "unit_code": unit_code, "position": position}


def _own_unit_rows(study: Study) -> Iterator[Row]:
    """Yield the units that the seeds of China's administration lack, and what they lie in."""
    codes = dict.fromkeys(study.unit_codes)
    codes |= dict.fromkeys(study.register[code].province_code for code in study.unit_codes)
    for code in filter(None, codes):
        unit = study.register[code]
        if unit.valid_from_year == FIRST_YEAR:
            yield {
                "study_code": study.code,
                "unit_code": code,
                "unit_level": unit.unit_level,
                "unit_name_zh": unit.name_zh,
                "unit_name_en": unit.name_en,
                "province_code": unit.province_code or None,
                "longitude": unit.longitude,
                "latitude": unit.latitude,
            }


def _indicator_rows(study: Study) -> Iterator[Row]:
    for position, indicator in enumerate(study.indicators, start=1):
        yield {
            "study_code": study.code,
            "indicator_code": indicator.code,
            "indicator_name_zh": indicator.name_zh,
            "indicator_name_en": indicator.name_en,
            "dimension_code": indicator.dimension_code,
            "dimension_name_zh": indicator.dimension_name_zh,
            "dimension_name_en": indicator.dimension_name_en,
            "direction": indicator.direction,
            "measure_unit": indicator.measure_unit,
            "valid_min": indicator.valid_min,
            "valid_max": indicator.valid_max,
            "max_gap_years": indicator.max_gap_years,
            "extend_edges": indicator.extend_edges,
            "is_in_index": indicator.is_in_index,
            "to_year": indicator.to_year,
            "growth_of": indicator.growth_of,
            "position": position,
        }


def _mapping_rows(study: Study) -> Iterator[Row]:
    for source in study.sources:
        yield {
            "study_code": study.code,
            "mapping_code": source.mapping_code,
            "priority": source.mapping.priority,
            "unit_level": source.mapping.level or study.config.units.unit_level,
            "description": (source.mapping.description or "").strip(),
            "file_pattern": source.mapping.file,
        }


def _source_rows(study: Study) -> Iterator[Row]:
    """Yield the mappings, then what study.yml reads by itself; a network without a file is none."""
    for source in study.sources:
        yield _source_row(study.code, "sources", source.mapping_code, source.mapping)
    for (kind, *place), entry in of_origin(study.config):
        code = getattr(entry, "code", None) or "_".join(place)
        if _file_of(entry):
            yield _source_row(study.code, kind, code, entry)


def _source_row(study_code: str, kind: str, code: str, entry: OfOrigin) -> Row:
    return {
        "study_code": study_code,
        "source_kind": kind,
        "entry_code": code,
        "file_pattern": _file_of(entry),
        **(entry.origin.model_dump() if entry.origin else {}),
    }


def _file_of(entry: OfOrigin) -> str:
    return getattr(entry, "file", None) or ", ".join(getattr(entry, "files", ()))


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
