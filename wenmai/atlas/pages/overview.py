"""The first page: what each study found, and what changed since the last release."""

from collections.abc import Sequence
from dataclasses import replace

from wenmai.atlas.blocks import Block, Column, Page, both
from wenmai.atlas.studies import StudyInfo, page_of
from wenmai.atlas.tables import STUDY, Table
from wenmai.atlas.texts import Texts
from wenmai.atlas.warehouse import Warehouse
from wenmai.domains import from_rooms
from wenmai.sentences import Sentence

TEXT = Texts(
    "pages.overview",
    *("holds", "what_changed", "main_indicator", "latest_refreshes", "title", "lead"),
)

HELD = Table(
    "study",
    TEXT("holds"),
    """
    select
        study_code, n_units, first_year, last_year, n_indicators, is_synthetic
    from marts.dim_studies
    where study_code = {study}
    """,
    (
        Column("n_units"),
        Column("first_year"),
        Column("last_year"),
        Column("is_synthetic"),
    ),
)
CHANGED = Sentence("pages.changed")
REFRESHED = Sentence("pages.refreshed")
CHANGES = Table(
    "changes",
    TEXT("what_changed"),
    """
    select
        changes.study_code, units.unit_name_zh, units.unit_name_en, changes.year,
        changes.change_kind, changes.previous_score, changes.innovation_score,
        changes.score_change, indicators.indicator_name_zh, indicators.indicator_name_en,
        changes.changed_source_files
    from quality.fct_changes as changes
    left join marts.dim_units as units using (unit_code)
    left join marts.dim_indicators as indicators
        on
            changes.study_code = indicators.study_code
            and changes.main_indicator_code = indicators.indicator_code
    order by
        abs(changes.score_change) desc nulls last, changes.study_code, changes.unit_code,
        changes.year
    """,
    (
        STUDY,
        Column("unit_name_zh", "unit_name_en"),
        Column("year"),
        Column("change_kind"),
        Column("previous_score", digits=3),
        Column("innovation_score", of="fct_changes", digits=3),
        Column("indicator_name_zh", "indicator_name_en", heading=TEXT("main_indicator")),
        Column("changed_source_files"),
    ),
    most=500,
)
REFRESHES = Table(
    "refreshes",
    TEXT("latest_refreshes"),
    """
    select
        release_id, status, started_at, finished_at, refresh_trigger, message, message_zh
    from quality.fct_refreshes
    order by started_at desc, release_id
    """,
    (
        Column("release_id"),
        Column("status"),
        Column("started_at"),
        Column("refresh_trigger"),
        Column("message_zh", "message"),
    ),
    is_wide=True,
    most=30,
)


def overview_page(warehouse: Warehouse, studies: Sequence[StudyInfo]) -> Page:
    """Return the page ``index.html``: each study with its finding, then what changed."""
    tables = (table.block(warehouse) for table in (CHANGES, REFRESHES))
    return Page(
        "index",
        TEXT("title"),
        TEXT("lead", n=len(studies)),
        [
            *(_of_study(warehouse, study) for study in studies),
            *(
                block.saying(said)
                for block, said in zip(tables, (CHANGED(), REFRESHED()), strict=True)
                if block.answer.rows
            ),
        ],
        is_story=True,
    )


def _of_study(warehouse: Warehouse, study: StudyInfo) -> Block:
    """Return what a room says of a study, or what the study holds, and the way down."""
    said = (say(warehouse, study) for say in from_rooms("pages", "SUMMARY", None) if say)
    block: Block = next(filter(None, said), None) or HELD.block(warehouse, study=study.code)
    pages = (
        page_of(make, warehouse, study) for makes in from_rooms("pages", "PAGES") for make in makes
    )
    ways = block.ways or [
        (page.menu or page.title, f"{study.code}/{page.name}.html") for page in pages if page
    ]
    name = both(study.name_zh, study.name_en)
    return replace(block, code=f"study_{study.code}", question=name, ways=ways)
