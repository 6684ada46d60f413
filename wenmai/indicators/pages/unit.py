"""One unit of a study: its score over the years, what the score is made of, its dimensions."""

from dataclasses import replace

from wenmai.atlas.blocks import Answer, Block, Chooser, Column, Page, both, chosen
from wenmai.atlas.charts import bars, lines
from wenmai.atlas.studies import StudyInfo
from wenmai.atlas.warehouse import Warehouse
from wenmai.indicators.pages.index import SCORE, scores_of


def unit_page(warehouse: Warehouse, study: StudyInfo) -> Page | None:
    """Return the page on which one unit is looked at, or None when no unit has a score."""
    scores = scores_of(warehouse, study)
    if not scores.rows:
        return None
    units = _units(scores)
    return Page(
        "unit",
        both("单个地区", "One unit"),
        both("选一个地区，看它的得分从何而来。", "Choose a unit: where its score comes from."),
        [
            _unit_trend(scores, units),
            _dimensions(warehouse, study, units),
            _contributions(warehouse, study, units),
        ],
    )


def _units(scores: Answer) -> Chooser:
    rows = {row["unit_code"]: row for row in reversed(scores.records())}
    ordered = sorted(rows.values(), key=lambda row: (-row["year"], row["rank_in_year"]))
    choices = [(row["unit_code"], row["unit_name_zh"], row["unit_name_en"]) for row in ordered]
    return Chooser("unit", both("地区", "Unit"), choices)


def _unit_trend(scores: Answer, units: Chooser) -> Block:
    where = {"unit_code": chosen("unit")}
    year, unit = scores.columns.index("year"), scores.columns.index("unit_code")
    by_year = replace(scores, rows=sorted(scores.rows, key=lambda row: (row[year], row[unit])))
    return Block(
        "unit_trend",
        both("一个地区的得分与区间", "Score of one unit with its interval"),
        by_year,
        option=lines(
            "year",
            [(SCORE, "innovation_score", where)],
            bands=[("score_p05", "score_width", where)],
            y_name=SCORE,
        ),
        choosers=[units],
    )


def _dimensions(warehouse: Warehouse, study: StudyInfo, units: Chooser) -> Block:
    answer = warehouse.ask(
        """
        select distinct
            scores.unit_code, scores.year, indicators.dimension_name_zh,
            indicators.dimension_name_en, scores.dimension_score
        from marts.fct_dimension_scores as scores
        inner join marts.dim_indicators as indicators using (study_code, dimension_code)
        where scores.study_code = {study} and scores.dimension_score is not null
        order by scores.unit_code, indicators.dimension_name_zh, scores.year
        """,
        study=study.code,
    )
    names = answer.combinations("dimension_name_zh", "dimension_name_en")
    series = [
        (
            both(zh, en),
            "dimension_score",
            {"unit_code": chosen("unit"), "dimension_name_zh": zh},
        )
        for zh, en in names
    ]
    return Block(
        "dimensions",
        both("一个地区的各维度得分", "Dimension scores of one unit"),
        answer,
        option=lines("year", series, y_name=SCORE),
        choosers=[units],
        height=440,
    )


def _contributions(warehouse: Warehouse, study: StudyInfo, units: Chooser) -> Block:
    answer = warehouse.ask(
        """
        select
            parts.unit_code, parts.year, indicators.indicator_name_zh,
            indicators.indicator_name_en, indicators.dimension_name_zh,
            indicators.dimension_name_en, parts.normalized_value, parts.weight, parts.contribution
        from marts.fct_index_contributions as parts
        inner join marts.dim_indicators as indicators using (study_code, indicator_code)
        where
            parts.study_code = {study}
            and parts.contribution is not null
        qualify parts.year = max(parts.year) over (partition by parts.unit_code)
        order by parts.unit_code, parts.contribution desc, parts.indicator_code
        """,
        study=study.code,
    )
    return Block(
        "contributions",
        both("一个地区的得分由什么构成", "What the score of one unit is made of"),
        answer,
        option=bars(
            both("indicator_name_zh", "indicator_name_en"),
            [(both("贡献", "Contribution"), "contribution")],
            where={"unit_code": chosen("unit")},
        ),
        columns=[
            Column("year"),
            Column("indicator_name_zh", "indicator_name_en"),
            Column("dimension_name_zh", "dimension_name_en"),
            Column("normalized_value", digits=3),
            Column("weight", digits=3),
            Column("contribution", digits=4),
        ],
        choosers=[units],
        where={"unit_code": chosen("unit")},
        note=both(
            "该地区有得分的最近一年；各项之和即得分。",
            "The unit's last year with a score; the parts sum to it.",
        ),
        height=440,
    )
