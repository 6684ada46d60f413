"""Data quality: files, quarantine, plausibility, imputed share."""

from collections.abc import Sequence

from wenmai.atlas.blocks import Block, Column, Page, both
from wenmai.atlas.charts import bars
from wenmai.atlas.studies import StudyInfo
from wenmai.atlas.tables import STUDY, Table
from wenmai.atlas.warehouse import Warehouse

QUARANTINE = Table(
    "quarantine",
    both("隔离的记录", "Records in quarantine"),
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
    both("可疑的值", "Values to look at"),
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
        Column("unit_zh", "unit_en", heading=both("地区", "Unit")),
        Column("year"),
        Column("indicator_zh", "indicator_en", heading=both("指标", "Indicator")),
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
    both("来源文件", "Source files"),
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
        both("数据质量", "Data quality"),
        both(
            "读入的每一行都有去处：载入、合并或隔离。隔离的记录写明原因与处理办法。",
            "Every line read has its place: loaded, collapsed or in quarantine, with the reason "
            "and the way out.",
        ),
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
        both("隔离原因", "Reasons for quarantine"),
        answer,
        option=bars("reason_code", [(both("记录数", "Records"), "n_records")]),
        columns=[
            Column("reason_code"),
            Column("n_records"),
            Column("way_out_zh", "way_out"),
        ],
        height=max(180, 28 * len(answer.rows) + 60),
    )


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
        both("插补与缺失的份额", "Share imputed and missing"),
        answer,
        option=bars(
            both("name_zh", "name_en"),
            [
                (both("插补", "Imputed"), "imputed_share"),
                (both("仍缺失", "Still missing"), "missing_share"),
            ],
            stack=True,
        ),
        columns=[
            Column("name_zh", "name_en", heading=both("指标", "Indicator")),
            Column("imputed_share", heading=both("插补", "Imputed"), is_percent=True),
            Column("missing_share", heading=both("缺失", "Missing"), is_percent=True),
            Column("winsorized_share", heading=both("缩尾", "Winsorised"), is_percent=True),
            Column("n_cells"),
        ],
        note=both(
            "每项指标全部地区与年份；完整的指标不列，最多 40 项。",
            "All units and years; complete indicators are left out, at most 40.",
        ),
        height=max(180, 22 * len(answer.rows) + 70),
    )
