"""Data quality: files, quarantine, plausibility, imputed share."""

from collections.abc import Sequence
from typing import Any

from wenmai.atlas.blocks import Block, Column, Page, both
from wenmai.atlas.charts import bars
from wenmai.atlas.studies import StudyInfo
from wenmai.atlas.tables import STUDY, Table
from wenmai.atlas.texts import WORD, Texts
from wenmai.atlas.warehouse import Warehouse
from wenmai.labels import code_name
from wenmai.sentences import InBoth, Said, Sentence

TEXT = Texts(
    "pages.quality",
    *("in_quarantine", "to_look_at", "source_files", "title", "lead", "reasons", "records"),
    *("imputed", "imputed_name", "still_missing", "missing", "winsorised", "imputed_note"),
)

HELD_BACK = Sentence("pages.held_back", "n", "reason", "most")
MOST_IMPUTED = Sentence("pages.most_imputed", "name", "share")
NOTHING_MISSING = Sentence("pages.nothing_missing")

QUARANTINE = Table(
    "quarantine",
    TEXT("in_quarantine"),
    """
    select
        study_code, source_file, sheet_name, row_number, column_label, unit_name, year_text,
        value_text, reason, reason_zh, way_out, way_out_zh
    from quality.fct_quarantine
    order by
        study_code, source_file, row_number, column_label, sheet_name, mapping_code,
        indicator_code
    """,
    (
        STUDY,
        Column("source_file"),
        Column("row_number"),
        Column("column_label"),
        Column("unit_name"),
        Column("year_text"),
        Column("value_text"),
        Column("reason_zh", "reason"),
        Column("way_out_zh", "way_out"),
    ),
    is_wide=True,
    most=5_000,
)
PLAUSIBILITY = Table(
    "plausibility",
    TEXT("to_look_at"),
    """
    select
        checks.study_code, checks.unit_code,
        coalesce(units.unit_name_zh, checks.unit_code) as unit_zh,
        coalesce(units.unit_name_en, checks.unit_code) as unit_en, checks.year,
        coalesce(indicators.indicator_name_zh, checks.indicator_code) as indicator_zh,
        coalesce(indicators.indicator_name_en, checks.indicator_code) as indicator_en,
        checks.indicator_code, checks.check_code, checks.raw_value, checks.expected_value,
        checks.deviation, checks.finding, checks.finding_zh
    from quality.fct_plausibility as checks
    left join marts.dim_units as units using (unit_code)
    left join marts.dim_indicators as indicators using (study_code, indicator_code)
    order by
        abs(checks.deviation) desc nulls last, checks.study_code, checks.unit_code,
        checks.year, checks.indicator_code, checks.check_code
    """,
    (
        STUDY,
        Column("unit_zh", "unit_en", heading=WORD("unit")),
        Column("year"),
        Column("indicator_zh", "indicator_en", heading=WORD("indicator")),
        Column("check_code"),
        Column("raw_value"),
        Column("expected_value"),
        Column("finding_zh", "finding"),
    ),
    is_wide=True,
    most=5_000,
)
FILES = Table(
    "files",
    TEXT("source_files"),
    """
    select
        study_code, source_file, sheet_name, encoding, lines_read, rows_read, rows_loaded,
        rows_collapsed, rows_quarantined, rows_out_of_scope, rows_blank
    from quality.fct_source_files
    order by study_code, source_file, sheet_name, mapping_code
    """,
    (
        STUDY,
        Column("source_file"),
        Column("sheet_name"),
        Column("encoding"),
        Column("lines_read"),
        Column("rows_read"),
        Column("rows_loaded"),
        Column("rows_collapsed"),
        Column("rows_quarantined"),
        Column("rows_out_of_scope"),
    ),
    is_wide=True,
    most=5_000,
)


def quality_page(warehouse: Warehouse, _studies: Sequence[StudyInfo]) -> Page:
    """Return the page of files, quarantine and doubtful values."""
    return Page(
        "quality",
        TEXT("title"),
        TEXT("lead"),
        [
            _outcomes(warehouse),
            _imputed(warehouse),
            *(table.block(warehouse) for table in (QUARANTINE, PLAUSIBILITY, FILES)),
        ],
    )


def _outcomes(warehouse: Warehouse) -> Block:
    answer = warehouse.ask("""
        select
            reason_code, count(*) as n_records, any_value(way_out) as way_out,
            any_value(way_out_zh) as way_out_zh
        from quality.fct_quarantine
        group by reason_code
        order by n_records desc, reason_code
    """)
    return Block(
        "reasons",
        TEXT("reasons"),
        answer,
        option=bars("reason_code", [(TEXT("records"), "n_records")]),
        columns=[
            Column("reason_code"),
            Column("n_records"),
            Column("way_out_zh", "way_out"),
        ],
        height=max(180, 28 * len(answer.rows) + 60),
    ).saying(_most_held_back(answer.records()))


def _most_held_back(rows: list[dict[str, Any]]) -> Said | None:
    if not rows:
        return None
    n, most = sum(row["n_records"] for row in rows), rows[0]
    reason = InBoth(**code_name(most["reason_code"]))
    return HELD_BACK(n=f"{n:,}", reason=reason, most=f"{most['n_records']:,}")


def _imputed(warehouse: Warehouse) -> Block:
    answer = warehouse.ask("""
        select
            indicator_name_zh || ' · ' || study_name_zh as name_zh,
            indicator_name_en || ' · ' || study_name_en as name_en,
            avg(is_imputed::integer) as imputed_share,
            avg((clean_value is null)::integer) as missing_share,
            avg(is_winsorized::integer) as winsorized_share,
            count(*) as n_cells
        from marts.fct_indicator_values
        inner join marts.dim_indicators using (study_code, indicator_code)
        inner join marts.dim_studies using (study_code)
        group by
            study_code, study_name_zh, study_name_en, indicator_code, indicator_name_zh,
            indicator_name_en
        having imputed_share + missing_share > 0
        order by imputed_share + missing_share desc, name_zh
        limit 40
    """)
    return Block(
        "imputed",
        TEXT("imputed"),
        answer,
        option=bars(
            both("name_zh", "name_en"),
            [
                (TEXT("imputed_name"), "imputed_share"),
                (TEXT("still_missing"), "missing_share"),
            ],
            stack=True,
        ),
        columns=[
            Column("name_zh", "name_en", heading=WORD("indicator")),
            Column("imputed_share", heading=TEXT("imputed_name"), is_percent=True),
            Column("missing_share", heading=TEXT("missing"), is_percent=True),
            Column("winsorized_share", heading=TEXT("winsorised"), is_percent=True),
            Column("n_cells"),
        ],
        note=TEXT("imputed_note"),
        height=max(180, 22 * len(answer.rows) + 70),
    ).saying(_most_imputed(answer.records()))


def _most_imputed(rows: list[dict[str, Any]]) -> Said:
    if not rows:
        return NOTHING_MISSING()
    most = max(rows, key=lambda row: row["imputed_share"])
    share = f"{100 * most['imputed_share']:.1f}"
    return MOST_IMPUTED(name=InBoth(most["name_zh"], most["name_en"]), share=share)
