"""The studies that a release holds."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from wenmai.atlas.blocks import Page
from wenmai.atlas.warehouse import Warehouse
from wenmai.kit.steps import named
from wenmai.sentences import Sentence, first_few, in_both

SOURCES = Sentence("report.data_sources", "names")


@dataclass(frozen=True)
class StudyInfo:
    """What pages say about a study."""

    code: str
    name_zh: str
    name_en: str
    description: str
    is_synthetic: bool
    first_year: int | str
    last_year: int | str
    n_units: int
    n_indicators: int
    note_zh: str | None = None  # why it is shown as of an earlier release
    note_en: str | None = None
    # where its data come from, as one line
    sources: dict[str, str] | None = field(default=None, hash=False)


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
    sources = _sources_of(warehouse)
    return [
        replace(
            StudyInfo(*row),
            first_year=named(row[5]),
            last_year=named(row[6]),
            sources=sources.get(row[0]),
        )
        for row in answer.rows
    ]


def _sources_of(warehouse: Warehouse) -> dict[str, dict[str, str]]:
    """Return the line about sources of every study that says some."""
    if not warehouse.holds("marts.dim_sources"):
        return {}
    answer = warehouse.ask("""
        select distinct study_code, concat_ws(' ', publisher, title, licence) as source
        from marts.dim_sources
        where coalesce(publisher, title, licence) is not null
        order by all
    """)
    found: dict[str, list[str]] = {}
    for study, source in answer.rows:
        found.setdefault(study, []).append(source)
    return {study: in_both(SOURCES(names=first_few(names))) for study, names in found.items()}


def page_of(
    make: Callable[[Warehouse, StudyInfo], Page | None], warehouse: Warehouse, study: StudyInfo
) -> Page | None:
    """Return a page of a study, made for the first that asks for it."""
    return warehouse.once(make.__name__, study.code, make=lambda: make(warehouse, study))
