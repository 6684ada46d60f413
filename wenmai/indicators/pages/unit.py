"""One unit of a study: where it stands, what its score is made of, its values, beside another."""

from wenmai.atlas.blocks import SAID, Answer, Block, Chooser, Column, Page, both, chosen
from wenmai.atlas.charts import bars, filtered, lines
from wenmai.atlas.studies import StudyInfo
from wenmai.atlas.texts import WORD, Texts
from wenmai.atlas.warehouse import Warehouse
from wenmai.domains import from_rooms
from wenmai.indicators.pages import unit_findings as findings
from wenmai.indicators.pages.index import SCORE, scores_of
from wenmai.indicators.pages.obstacles import obstacles
from wenmai.indicators.pages.standing import beside_peers, standing

TEXT = Texts(
    "pages.unit",
    *("lead", "rank", "unit_rank", "unit_rank_note", "score_of_study", "median_of_methods"),
    *("unit_trend", "unit_trend_note", "dimensions", "ahead_of_mean", "less_the_mean"),
    *("strengths", "place", "units", "strengths_note", "contributions", "contribution"),
    *("contributions_note", "values"),
)


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
        WORD("one_unit"),
        TEXT("lead"),
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
    return Chooser("unit", WORD("unit"), choices)


def _unit_rank(scores: Answer, units: Chooser) -> Block:
    where = {"unit_code": chosen("unit")}
    option = lines(
        "year",
        [(TEXT("rank"), "rank_in_year", where)],
        bands=[("rank_p05", "rank_width", where)],
        y_name=TEXT("rank"),
        in_order=False,
    )
    option["yAxis"] |= {"inverse": True, "min": 1, "minInterval": 1, "nameLocation": "start"}
    return Block(
        "unit_rank",
        TEXT("unit_rank"),
        scores,
        said=both("ranked_zh", "ranked_en"),
        option=option,
        columns=[Column("year"), *map(Column, ("rank_in_year", "rank_p05", "rank_p95"))],
        choosers=[units],
        where=where,
        note=TEXT("unit_rank_note"),
        parts=("unit_code",),
    )


def _unit_trend(scores: Answer, units: Chooser) -> Block:
    where = {"unit_code": chosen("unit")}
    option = lines(
        "year",
        [
            (TEXT("score_of_study"), "innovation_score", where),
            (TEXT("median_of_methods"), "score_p50", where),
        ],
        bands=[("score_p05", "score_width", where)],
        y_name=SCORE,
        in_order=False,
    )
    option["series"][-1] |= {"lineStyle": {"type": "dashed"}}
    return Block(
        "unit_trend",
        TEXT("unit_trend"),
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
        note=TEXT("unit_trend_note"),
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
        TEXT("dimensions"),
        answer,
        option=lines("year", series, y_name=SCORE),
        choosers=[units],
        where={"unit_code": chosen("unit")},
        parts=("unit_code",),
    )


def _cells(warehouse: Warehouse, study: StudyInfo) -> Answer:
    """Return every cell of each unit's last year: its value, what it counts, where it stands."""
    answer = warehouse.ask(
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
    by = ["unit_code"]
    return answer.saying(by, findings.against_the_mean).saying(
        by, findings.made_of, "made", first=3
    )


def _strengths(cells: Answer, units: Chooser) -> Block:
    where = {"unit_code": chosen("unit")}
    option = bars(
        both("indicator_name_zh", "indicator_name_en"),
        [(TEXT("ahead_of_mean"), "ahead")],
        value_name=TEXT("less_the_mean"),
    )
    option["dataset"] = [{"id": "all"}, filtered(where, order="ahead")]
    return Block(
        "strengths",
        TEXT("strengths"),
        cells,
        said=SAID,
        option=option,
        columns=[
            Column("indicator_name_zh", "indicator_name_en"),
            Column("dimension_name_zh", "dimension_name_en"),
            Column("normalized_value", digits=3),
            Column("ahead", heading=TEXT("ahead_of_mean"), digits=3),
            Column("place", heading=TEXT("place")),
            Column("n_units", heading=TEXT("units")),
        ],
        choosers=[units],
        where=where,
        note=TEXT("strengths_note"),
        height=max(320, 24 * len(cells.combinations("indicator_name_zh")) + 80),
        parts=("unit_code",),
    )


def _contributions(cells: Answer, units: Chooser) -> Block:
    return Block(
        "contributions",
        TEXT("contributions"),
        cells,
        said=both("made_zh", "made_en"),
        option=bars(
            both("indicator_name_zh", "indicator_name_en"),
            [(TEXT("contribution"), "contribution")],
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
        note=TEXT("contributions_note"),
        height=max(320, 24 * len(cells.combinations("indicator_name_zh")) + 80),
    )


def _values(cells: Answer, units: Chooser) -> Block:
    return Block(
        "values",
        TEXT("values"),
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
