"""The first page: which studies there are and what changed since the last release."""

from collections.abc import Sequence

from wenmai.atlas.blocks import Column, Page, both
from wenmai.atlas.studies import StudyInfo
from wenmai.atlas.tables import Table
from wenmai.atlas.warehouse import Warehouse

STUDIES = Table(
    "studies",
    both("研究", "Studies"),
    """
    select
        study_code, study_name_zh, study_name_en, n_units, first_year, last_year,
        n_indicators, is_synthetic, description
    from marts.dim_studies
    order by study_code
    """,
    (
        Column("study_name_zh", "study_name_en"),
        Column("n_units"),
        Column("first_year"),
        Column("last_year"),
        Column("n_indicators"),
        Column("is_synthetic"),
        Column("description"),
    ),
    is_wide=True,
)
TOP = Table(
    "top",
    both("最近一年的前五名", "Top five of the last year"),
    """
    with latest as (
        select * from marts.fct_innovation_index
        where rank_in_year is not null
        qualify year = max(year) over (partition by study_code)
    )
    select
        studies.study_name_zh, studies.study_name_en, latest.year, latest.rank_in_year,
        units.unit_name_zh, units.unit_name_en, latest.innovation_score,
        uncertainty.score_p05, uncertainty.score_p95
    from latest
    inner join marts.dim_studies as studies using (study_code)
    left join marts.dim_units as units using (unit_code)
    left join marts.fct_index_uncertainty as uncertainty using (study_code, unit_code, year)
    where latest.rank_in_year <= 5
    order by latest.study_code, latest.rank_in_year, latest.unit_code
    """,
    (
        Column("study_name_zh", "study_name_en"),
        Column("year"),
        Column("rank_in_year"),
        Column("unit_name_zh", "unit_name_en"),
        Column("innovation_score", digits=3),
        Column("score_p05", digits=3),
        Column("score_p95", digits=3),
    ),
    note=both(
        "区间只反映方法选择，不含测量误差（除非研究注明）。",
        "Intervals cover choices of method; errors of measurement only where stated.",
    ),
)
CHANGES = Table(
    "changes",
    both("与上一版本相比的变化", "What changed since the last release"),
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
        Column("study_code"),
        Column("unit_name_zh", "unit_name_en"),
        Column("year"),
        Column("change_kind"),
        Column("previous_score", digits=3),
        Column("innovation_score", of="fct_changes", digits=3),
        Column(
            "indicator_name_zh", "indicator_name_en", heading=both("主要指标", "Main indicator")
        ),
        Column("changed_source_files"),
    ),
    most=500,
)
REFRESHES = Table(
    "refreshes",
    both("最近的刷新", "Latest refreshes"),
    """
    select release_id, status, started_at, finished_at, refresh_trigger, message
    from quality.fct_refreshes
    order by started_at desc, release_id
    """,
    (
        Column("release_id"),
        Column("status"),
        Column("started_at"),
        Column("refresh_trigger"),
        Column("message"),
    ),
    is_wide=True,
    most=30,
)


def overview_page(warehouse: Warehouse, studies: Sequence[StudyInfo]) -> Page:
    """Return the page ``index.html``."""
    return Page(
        "index",
        both("总览", "Overview"),
        both(
            f"本版本包含 {len(studies)} 项研究。每张图下方有 SQL、CSV 与 PNG。",
            f"This release holds {len(studies)} studies. Below every picture: SQL, CSV and PNG.",
        ),
        [table.block(warehouse) for table in (STUDIES, TOP, CHANGES, REFRESHES)],
    )
