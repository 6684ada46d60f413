"""One unit of a study: where it stands, what its score is made of, its values, beside another."""

from wenmai.atlas.blocks import Answer, Block, Chooser, Column, Page, both, chosen
from wenmai.atlas.charts import bars, filtered, lines
from wenmai.atlas.studies import StudyInfo
from wenmai.atlas.warehouse import Warehouse
from wenmai.domains import from_rooms
from wenmai.indicators.pages.index import SCORE, scores_of
from wenmai.indicators.pages.obstacles import obstacles
from wenmai.indicators.pages.standing import beside_peers, standing


def unit_page(warehouse: Warehouse, study: StudyInfo) -> Page | None:
    """Return the page on which one unit is looked at, or None when no unit has a score."""
    scores = scores_of(warehouse, study)
    if not scores.rows:
        return None
    units, cells = _units(scores), _cells(warehouse, study)
    of_other_rooms = (
        make(warehouse, study, units)
        for makes in from_rooms("pages", "UNIT_BLOCKS", ())
        for make in makes
    )
    return Page(
        "unit",
        both("单个地区", "One unit"),
        both(
            "选一个地区，看它的位置、得分从何而来，以及与其他地区的差别。",
            "Choose a unit: where it stands, where its score comes from, how it differs.",
        ),
        [
            standing(warehouse, study, units),
            _unit_rank(scores, units),
            beside_peers(warehouse, study, units),
            _strengths(cells, units),
            _unit_trend(scores, units),
            _dimensions(warehouse, study, units),
            *(b for b in (obstacles(warehouse, study), *of_other_rooms) if b),
            _contributions(cells, units),
            _values(cells, units),
        ],
    )


def _units(scores: Answer) -> Chooser:
    rows = {row["unit_code"]: row for row in reversed(scores.records())}
    ordered = sorted(rows.values(), key=lambda row: (-row["year"], row["rank_in_year"]))
    choices = [(row["unit_code"], row["unit_name_zh"], row["unit_name_en"]) for row in ordered]
    return Chooser("unit", both("地区", "Unit"), choices)


def _unit_rank(scores: Answer, units: Chooser) -> Block:
    where = {"unit_code": chosen("unit")}
    option = lines(
        "year",
        [(both("名次", "Rank"), "rank_in_year", where)],
        bands=[("rank_p05", "rank_width", where)],
        y_name=both("名次", "Rank"),
        in_order=False,
    )
    option["yAxis"] |= {"inverse": True, "min": 1, "minInterval": 1, "nameLocation": "start"}
    return Block(
        "unit_rank",
        both("历年名次与区间", "Rank over the years with its interval"),
        scores,
        option=option,
        columns=[Column("year"), *map(Column, ("rank_in_year", "rank_p05", "rank_p95"))],
        choosers=[units],
        where=where,
        note=both(
            "带状范围含九成结果；名次只反映方法的选择。",
            "The band holds nine of ten results under other choices of method.",
        ),
        parts=("unit_code",),
    )


def _unit_trend(scores: Answer, units: Chooser) -> Block:
    where = {"unit_code": chosen("unit")}
    option = lines(
        "year",
        [
            (both("本研究的得分", "Score of this study"), "innovation_score", where),
            (both("各方法的中位数", "Median of the methods"), "score_p50", where),
        ],
        bands=[("score_p05", "score_width", where)],
        y_name=SCORE,
        in_order=False,
    )
    option["series"][-1] |= {"lineStyle": {"type": "dashed"}}
    return Block(
        "unit_trend",
        both("历年得分与区间", "Score over the years with its interval"),
        scores,
        option=option,
        columns=[
            Column("year"),
            Column("innovation_score", digits=3),
            Column("score_p50", digits=3),
            Column("score_p05", digits=3),
            Column("score_p95", digits=3),
        ],
        choosers=[units],
        where=where,
        note=both(
            "带状范围含其他合理方法的九成结果；得分在带外时，本研究的方法是例外，宜以区间为准。",
            "The band holds nine of ten results of other sensible methods; where the score lies "
            "outside, the method of this study is the exception: go by the band.",
        ),
        parts=("unit_code",),
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
        both("各维度得分", "Scores of the dimensions"),
        answer,
        option=lines("year", series, y_name=SCORE),
        choosers=[units],
        where={"unit_code": chosen("unit")},
        parts=("unit_code",),
    )


def _cells(warehouse: Warehouse, study: StudyInfo) -> Answer:
    """Return every cell of each unit's last year: its value, what it counts, where it stands."""
    return warehouse.ask(
        """
        with placed as (
            select
                *,
                normalized_value - avg(normalized_value) over (partition by year, indicator_code)
                    as ahead,
                rank() over (partition by year, indicator_code order by normalized_value desc)
                    as place,
                count(normalized_value) over (partition by year, indicator_code) as n_units
            from marts.fct_indicator_values
            where study_code = {study} and clean_value is not null
        )
        select
            placed.unit_code, placed.year, indicators.indicator_name_zh,
            indicators.indicator_name_en, indicators.dimension_name_zh,
            indicators.dimension_name_en, placed.raw_value, placed.clean_value,
            placed.measure_unit, placed.is_imputed, placed.source_file, placed.sheet_name,
            placed.source_row_number, placed.normalized_value, placed.ahead,
            case when placed.normalized_value is not null then placed.place end as place,
            placed.n_units, parts.weight, parts.contribution
        from placed
        inner join marts.dim_indicators as indicators
            on indicators.study_code = {study} and placed.indicator_code = indicators.indicator_code
        left join marts.fct_index_contributions as parts
            on parts.study_code = {study} and placed.unit_code = parts.unit_code
            and placed.year = parts.year and placed.indicator_code = parts.indicator_code
        qualify
            placed.year = max(placed.year) filter (where parts.contribution is not null)
                over (partition by placed.unit_code)
        order by
            placed.unit_code, parts.contribution desc nulls last, placed.indicator_code
        """,
        study=study.code,
    )


def _strengths(cells: Answer, units: Chooser) -> Block:
    where = {"unit_code": chosen("unit")}
    option = bars(
        both("indicator_name_zh", "indicator_name_en"),
        [(both("高于平均", "Ahead of the mean"), "ahead")],
        value_name=both(
            "标准化值减去全部地区的平均", "Normalised value less the mean of all units"
        ),
    )
    option["dataset"] = [{"id": "all"}, filtered(where, order="ahead")]
    return Block(
        "strengths",
        both("长处与短处", "Strengths and shortcomings"),
        cells,
        option=option,
        columns=[
            Column("indicator_name_zh", "indicator_name_en"),
            Column("dimension_name_zh", "dimension_name_en"),
            Column("normalized_value", digits=3),
            Column("ahead", heading=both("高于平均", "Ahead of the mean"), digits=3),
            Column("place", heading=both("位次", "Place")),
            Column("n_units", heading=both("地区数", "Units")),
        ],
        choosers=[units],
        where=where,
        note=both(
            "该地区有得分的最近一年；左侧为短处。",
            "The unit's last year with a score; shortcomings to the left.",
        ),
        height=max(320, 24 * len(cells.combinations("indicator_name_zh")) + 80),
        parts=("unit_code",),
    )


def _contributions(cells: Answer, units: Chooser) -> Block:
    return Block(
        "contributions",
        both("得分由什么构成", "What the score is made of"),
        cells,
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
        parts=("unit_code",),
        note=both(
            "该地区有得分的最近一年；各项之和即得分。",
            "The unit's last year with a score; the parts sum to it.",
        ),
        height=max(320, 24 * len(cells.combinations("indicator_name_zh")) + 80),
    )


def _values(cells: Answer, units: Chooser) -> Block:
    return Block(
        "values",
        both("原始数值与来源", "Values and where they come from"),
        cells,
        columns=[
            Column("year"),
            Column("indicator_name_zh", "indicator_name_en"),
            Column("raw_value"),
            Column("clean_value"),
            Column("measure_unit"),
            Column("is_imputed"),
            Column("source_file"),
            Column("sheet_name"),
            Column("source_row_number"),
        ],
        choosers=[units],
        where={"unit_code": chosen("unit")},
        parts=("unit_code",),
        is_wide=True,
    )
