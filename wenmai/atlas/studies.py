"""The studies that a release holds."""

from dataclasses import dataclass

from wenmai.atlas.warehouse import Warehouse


@dataclass(frozen=True)
class StudyInfo:
    """What pages say about a study."""

    code: str
    name_zh: str
    name_en: str
    description: str
    is_synthetic: bool
    first_year: int
    last_year: int
    n_units: int
    n_indicators: int
    note_zh: str | None = None  # why it is shown as of an earlier release
    note_en: str | None = None


def studies_of(warehouse: Warehouse) -> list[StudyInfo]:
    """Return the studies of a release, sorted by code."""
    answer = warehouse.ask("""
        select
            study_code, study_name_zh, study_name_en, description, is_synthetic,
            first_year, last_year, n_units, n_indicators, note_zh, note_en
        from marts.dim_studies
        left join quality.published_studies using (study_code)
        order by study_code
    """)
    return [StudyInfo(*row) for row in answer.rows]
