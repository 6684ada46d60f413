"""The rows that a study's sections ``index`` and ``uncertainty`` become."""

from collections.abc import Iterable, Iterator, Mapping

from wenmai.indicators.declares import DECLARATION
from wenmai.ingest.part import IngestPart, Row
from wenmai.ingest.raw_tables import RawTable
from wenmai.studies.study import Study

STUDY_INDEX = RawTable(
    "study_index",
    "One row per study; a setting that the study leaves open is null, design is JSON.",
    """
    study_code varchar, max_gap_years integer, extend_edges boolean, winsor_lower double,
    winsor_upper double, entropy_scope varchar, weight_cap double, min_observed_share double,
    design varchar
    """,
)

STUDY_INDEX_GROUPS = RawTable(
    "study_index_groups",
    "One row per study with an index of its own design and group of a level, the index included.",
    """
    study_code varchar, level_number integer, level_code varchar, level_name_zh varchar,
    level_name_en varchar, group_code varchar, group_name_zh varchar, group_name_en varchar,
    parent_group_code varchar, n_members integer, weighting_code varchar, aggregation_code varchar
    """,
)

STUDY_INDEX_INDICATORS = RawTable(
    "study_index_indicators",
    "One row per study with an index of its own design and indicator: what is done to it.",
    """
    study_code varchar, indicator_code varchar, treatment_code varchar, imputation_code varchar,
    normalization_code varchar, denominator_code varchar
    """,
)

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


def _index_row(study: Study) -> Row:
    said = DECLARATION.said_in(study.config).index
    design = DECLARATION.found_in(study).design
    columns = [name for name, _ in STUDY_INDEX.columns if hasattr(said, name)]
    return {
        "study_code": study.code,
        **{name: getattr(said, name) for name in columns},
        "design": None if design is None else design.to_json(),
    }


def _group_rows(study: Study) -> Iterator[Row]:
    design = DECLARATION.found_in(study).design
    levels = design.levels if design else ()
    parents = {
        member: group.code for level in levels for group in level.groups for member in group.members
    }
    for number, level in enumerate(levels, start=1):
        for group in level.groups:
            yield {
                "study_code": study.code,
                "level_number": number,
                "level_code": level.code,
                "level_name_zh": level.name_zh,
                "level_name_en": level.name_en,
                "group_code": group.code,
                "group_name_zh": group.name_zh,
                "group_name_en": group.name_en,
                "parent_group_code": parents.get(group.code),
                "n_members": len(group.members),
                "weighting_code": level.weighting.method,
                "aggregation_code": level.aggregation.method,
            }


def _treated_rows(study: Study) -> Iterator[Row]:
    design = DECLARATION.found_in(study).design
    for code, one in (design.indicators if design else {}).items():
        yield {
            "study_code": study.code,
            "indicator_code": code,
            "treatment_code": one.treatment.method if one.treatment else "quantiles",
            "imputation_code": one.imputation.method if one.imputation else "interpolate",
            "normalization_code": one.normalization.method,
            "denominator_code": one.per,
        }


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
        STUDY_INDEX: [_index_row(study)],
        STUDY_INDEX_GROUPS: _group_rows(study),
        STUDY_INDEX_INDICATORS: _treated_rows(study),
        STUDY_UNCERTAINTY: [_uncertainty_row(study)],
        STUDY_UNCERTAINTY_OPTIONS: _uncertainty_option_rows(study),
        STUDY_MEASUREMENT_NOISE: _measurement_noise_rows(study),
    }


PART = IngestPart(
    "indicators",
    (
        *(STUDY_INDEX, STUDY_INDEX_GROUPS, STUDY_INDEX_INDICATORS),
        *(STUDY_UNCERTAINTY, STUDY_UNCERTAINTY_OPTIONS, STUDY_MEASUREMENT_NOISE),
    ),
    _rows,
)
