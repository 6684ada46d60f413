"""Months and quarters: one series of one unit with its season taken out, and the latest growth."""

from collections.abc import Mapping

from wenmai.atlas.blocks import Answer, Block, Chooser, Column, Page, chosen
from wenmai.atlas.charts import lines
from wenmai.atlas.studies import StudyInfo
from wenmai.atlas.texts import WORD, Texts
from wenmai.atlas.warehouse import Warehouse

TEXT = Texts(
    "pages.series",
    *("growth_before", "growth_stated", "title", "lead", "levels", "seasonally_adjusted"),
    *("levels_note", "growth", "growth_note", "latest"),
)

_GROWTH = TEXT("growth_before")
_STATED = TEXT("growth_stated")


def series_page(warehouse: Warehouse, study: StudyInfo) -> Page | None:
    """Return the page of months and quarters, or None when the study loads none."""
    answer = _answer(warehouse, study)
    if not answer.rows:
        return None
    units = _chooser(answer, "unit", WORD("unit"))
    indicators = _chooser(answer, "indicator", WORD("indicator"))
    return Page(
        "series",
        TEXT("title"),
        TEXT("lead"),
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


def _chooser(answer: Answer, name: str, label: Mapping[str, str]) -> Chooser:
    columns = (f"{name}_code", f"{name}_name_zh", f"{name}_name_en")
    return Chooser(name, label, answer.combinations(*columns))


def _where() -> dict[str, dict[str, str]]:
    return {"unit_code": chosen("unit"), "indicator_code": chosen("indicator")}


def _levels(answer: Answer, choosers: list[Chooser]) -> Block:
    return Block(
        "levels",
        TEXT("levels"),
        answer,
        option=lines(
            "period_code",
            [
                (WORD("value"), "value", _where()),
                (TEXT("seasonally_adjusted"), "seasonally_adjusted_value", _where()),
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
        note=TEXT("levels_note"),
        is_wide=True,
    )


def _growth(answer: Answer, choosers: list[Chooser]) -> Block:
    return Block(
        "growth",
        TEXT("growth"),
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
        note=TEXT("growth_note"),
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
        TEXT("latest"),
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
