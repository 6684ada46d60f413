"""Months and quarters: one series of one unit with its season taken out, and the latest growth."""

from wenmai.atlas.blocks import Answer, Block, Chooser, Column, Page, both, chosen
from wenmai.atlas.charts import lines
from wenmai.atlas.studies import StudyInfo
from wenmai.atlas.warehouse import Warehouse

_GROWTH = both("同比增长（%）", "Growth on the year before (%)")
_STATED = both("公布的同比增长（%）", "Growth stated (%)")


def series_page(warehouse: Warehouse, study: StudyInfo) -> Page | None:
    """Return the page of months and quarters, or None when the study loads none."""
    answer = _answer(warehouse, study)
    if not answer.rows:
        return None
    units = _chooser(answer, "unit", both("地区", "Unit"))
    indicators = _chooser(answer, "indicator", both("指标", "Indicator"))
    return Page(
        "series",
        both("月度与季度", "Months and quarters"),
        both(
            "各期单独的数值（累计值已拆开）、季节调整值与同比增长；指数仍按年度计算。",
            "Values of single periods (totals since January taken apart), seasonally adjusted "
            "values, growth on the year before; the index stays yearly.",
        ),
        [
            _latest(warehouse, study),
            _levels(answer, [units, indicators]),
            _growth(answer, [units, indicators]),
        ],
    )


def _answer(warehouse: Warehouse, study: StudyInfo) -> Answer:
    return warehouse.ask(
        """
        select
            periods.unit_code, units.unit_name_zh, units.unit_name_en, periods.indicator_code,
            indicators.indicator_name_zh, indicators.indicator_name_en, periods.period_code,
            periods.value, periods.seasonally_adjusted_value, periods.cumulated_value,
            periods.growth_pct, periods.stated_growth_pct, periods.measure_unit,
            periods.origin_code, periods.source_file, periods.sheet_name,
            periods.source_row_number
        from marts.fct_series_values as periods
        inner join marts.dim_units as units on periods.unit_code = units.unit_code
        inner join marts.dim_indicators as indicators
            on periods.study_code = indicators.study_code
            and periods.indicator_code = indicators.indicator_code
        where periods.study_code = {study}
        order by
            periods.unit_code, indicators.indicator_position, periods.year, periods.last_month,
            periods.first_month
        """,
        study=study.code,
    )


def _chooser(answer: Answer, name: str, label: dict[str, str]) -> Chooser:
    columns = (f"{name}_code", f"{name}_name_zh", f"{name}_name_en")
    return Chooser(name, label, answer.combinations(*columns))


def _where() -> dict[str, dict[str, str]]:
    return {"unit_code": chosen("unit"), "indicator_code": chosen("indicator")}


def _levels(answer: Answer, choosers: list[Chooser]) -> Block:
    return Block(
        "levels",
        both("各期数值与季节调整值", "Values and seasonally adjusted values"),
        answer,
        option=lines(
            "period_code",
            [
                (both("数值", "Value"), "value", _where()),
                (both("季节调整值", "Seasonally adjusted"), "seasonally_adjusted_value", _where()),
            ],
        ),
        columns=[
            Column("period_code"),
            Column("value", digits=2),
            Column("seasonally_adjusted_value", digits=2),
            Column("cumulated_value", digits=2),
            Column("measure_unit"),
            Column("origin_code", of="fct_series_values"),
            Column("source_file"),
            Column("sheet_name"),
            Column("source_row_number"),
        ],
        choosers=choosers,
        where=_where(),
        note=both(
            "1、2月合并公布时合为一期。季节调整采用STL，至少需要三年连续数据，不处理春节移动。",
            "Where January and February are published together they are one period. STL, from "
            "three years without a gap on; the moving Spring Festival is not followed.",
        ),
        is_wide=True,
    )


def _growth(answer: Answer, choosers: list[Chooser]) -> Block:
    return Block(
        "growth",
        both("同比增长", "Growth on the year before"),
        answer,
        option=lines(
            "period_code",
            [(_GROWTH, "growth_pct", _where()), (_STATED, "stated_growth_pct", _where())],
            y_name="%",
        ),
        columns=[
            Column("period_code"),
            Column("growth_pct", digits=1),
            Column("stated_growth_pct", digits=1),
        ],
        choosers=choosers,
        where=_where(),
        note=both(
            "按现价数值计算；公布的增长多按可比口径，两者可以不同。",
            "Computed from values at current prices; what is stated is often at constant prices "
            "and a like-for-like coverage, and may differ.",
        ),
        is_wide=True,
    )


def _latest(warehouse: Warehouse, study: StudyInfo) -> Block:
    answer = warehouse.ask(
        """
        select
            units.unit_name_zh, units.unit_name_en, indicators.indicator_name_zh,
            indicators.indicator_name_en, periods.period_code, periods.value,
            periods.measure_unit, periods.growth_pct, periods.stated_growth_pct,
            periods.cumulated_value, periods.stated_cumulated_growth_pct
        from marts.fct_series_values as periods
        inner join marts.dim_units as units on periods.unit_code = units.unit_code
        inner join marts.dim_indicators as indicators
            on periods.study_code = indicators.study_code
            and periods.indicator_code = indicators.indicator_code
        where periods.study_code = {study}
        qualify
            row_number() over (
                partition by periods.unit_code, periods.indicator_code
                order by periods.year desc, periods.last_month desc, periods.first_month desc
            ) = 1
        order by indicators.indicator_position, units.unit_code
        """,
        study=study.code,
    )
    return Block(
        "latest",
        both("最近一期", "The latest period"),
        answer,
        columns=[
            Column("indicator_name_zh", "indicator_name_en"),
            Column("unit_name_zh", "unit_name_en"),
            Column("period_code"),
            Column("value", digits=2),
            Column("measure_unit"),
            Column("growth_pct", digits=1),
            Column("stated_growth_pct", digits=1),
            Column("cumulated_value", digits=2),
            Column("stated_cumulated_growth_pct", digits=1),
        ],
        is_wide=True,
    )
