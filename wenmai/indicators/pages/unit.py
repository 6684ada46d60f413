"""One unit of a study: where it stands, what its score is made of, its values, beside another."""

from dataclasses import replace

from wenmai.atlas.blocks import Answer, Block, Chooser, Column, Page, both, chosen
from wenmai.atlas.charts import bars, filtered, lines, side_by_side
from wenmai.atlas.studies import StudyInfo
from wenmai.atlas.warehouse import Warehouse
from wenmai.indicators.pages.index import SCORE, scores_of


def unit_page(warehouse: Warehouse, study: StudyInfo) -> Page | None:
    """Return the page on which one unit is looked at, or None when no unit has a score."""
    scores = scores_of(warehouse, study)
    if not scores.rows:
        return None
    units, cells = _units(scores), _cells(warehouse, study)
    return Page(
        "unit",
        both("单个地区", "One unit"),
        both(
            "选一个地区，看它的位置、得分从何而来，以及与其他地区的差别。",
            "Choose a unit: where it stands, where its score comes from, how it differs.",
        ),
        [
            _standing(warehouse, study, units),
            _unit_rank(scores, units),
            _strengths(cells, units),
            _unit_trend(scores, units),
            _dimensions(warehouse, study, units),
            _beside_another(warehouse, study, units),
            _contributions(cells, units),
            _values(cells, units),
        ],
    )


def _units(scores: Answer) -> Chooser:
    rows = {row["unit_code"]: row for row in reversed(scores.records())}
    ordered = sorted(rows.values(), key=lambda row: (-row["year"], row["rank_in_year"]))
    choices = [(row["unit_code"], row["unit_name_zh"], row["unit_name_en"]) for row in ordered]
    return Chooser("unit", both("地区", "Unit"), choices)


def _standing(warehouse: Warehouse, study: StudyInfo, units: Chooser) -> Block:
    answer = warehouse.ask(
        """
        select
            unit_code, unit_name_zh, unit_name_en, province_name_zh, province_name_en, year,
            innovation_score, score_p05, score_p95, rank_in_year, rank_p05, rank_p95,
            rank_in_province, path_name_zh, path_name_en, path_confidence, degree, role_code,
            themes.theme_name_zh, themes.theme_name_en
        from marts.mart_city_year
        left join marts.dim_themes as themes on leading_theme_code = themes.theme_code
        where study_code = {study} and innovation_score is not null
        qualify year = max(year) over (partition by unit_code)
        order by rank_in_year, unit_code
        """,
        study=study.code,
    )
    return Block(
        "standing",
        both("所处位置", "Where it stands"),
        answer,
        columns=[
            Column("unit_name_zh", "unit_name_en"),
            Column("province_name_zh", "province_name_en"),
            Column("year"),
            Column("innovation_score", digits=3),
            Column("score_p05", digits=3),
            Column("score_p95", digits=3),
            Column("rank_in_year"),
            Column("rank_p05"),
            Column("rank_p95"),
            Column("rank_in_province"),
            Column("path_name_zh", "path_name_en"),
            Column("path_confidence", is_percent=True),
            Column("role_code"),
            Column("degree"),
            Column("theme_name_zh", "theme_name_en"),
        ],
        choosers=[units],
        where={"unit_code": chosen("unit")},
        is_upright=True,
        note=both("该地区有得分的最近一年。", "Its last year with a score."),
    )


def _unit_rank(scores: Answer, units: Chooser) -> Block:
    where = {"unit_code": chosen("unit")}
    year, unit = scores.columns.index("year"), scores.columns.index("unit_code")
    best, worst = scores.columns.index("rank_p05"), scores.columns.index("rank_p95")
    by_year = replace(
        scores,
        columns=(*scores.columns, "rank_width"),
        rows=[
            (*row, None if row[best] is None else row[worst] - row[best])
            for row in sorted(scores.rows, key=lambda row: (row[year], row[unit]))
        ],
    )
    option = lines(
        "year",
        [(both("名次", "Rank"), "rank_in_year", where)],
        bands=[("rank_p05", "rank_width", where)],
        y_name=both("名次", "Rank"),
    )
    option["yAxis"] |= {"inverse": True, "min": 1, "minInterval": 1, "nameLocation": "start"}
    return Block(
        "unit_rank",
        both("历年名次与区间", "Rank over the years with its interval"),
        by_year,
        option=option,
        choosers=[units],
        note=both(
            "带状范围含九成结果；名次只反映方法的选择。",
            "The band holds nine of ten results under other choices of method.",
        ),
    )


def _beside_another(warehouse: Warehouse, study: StudyInfo, units: Chooser) -> Block:
    answer = warehouse.ask(
        """
        with names as (
            select distinct dimension_code, dimension_name_zh, dimension_name_en
            from marts.dim_indicators
            where study_code = {study}
        )
        select
            scores.unit_code, scores.year, names.dimension_name_zh, names.dimension_name_en,
            scores.dimension_score
        from marts.fct_dimension_scores as scores
        inner join names using (dimension_code)
        where scores.study_code = {study} and scores.dimension_score is not null
        qualify scores.year = max(scores.year) over (partition by scores.unit_code)
        order by names.dimension_name_zh, scores.unit_code
        """,
        study=study.code,
    )
    choices = units.choices
    other = Chooser(
        "other", both("比较", "Beside"), [*choices[1:], *choices[:1]] if choices else choices
    )
    return Block(
        "beside",
        both("与另一地区并列", "Beside another unit"),
        answer,
        option=side_by_side(
            both("dimension_name_zh", "dimension_name_en"),
            "dimension_score",
            "unit_code",
            ("unit", "other"),
            value_name=SCORE,
        ),
        choosers=[units, other],
        note=both(
            "各维度得分，各自有得分的最近一年。", "Scores of the dimensions, each in its last year."
        ),
    )


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
    )


def _contributions(cells: Answer, units: Chooser) -> Block:
    return Block(
        "contributions",
        both("一个地区的得分由什么构成", "What the score of one unit is made of"),
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
        is_wide=True,
    )
