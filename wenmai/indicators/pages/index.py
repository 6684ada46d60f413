"""The composite index of a study: ranking with intervals, map, trends, contributions, draws."""

from collections.abc import Mapping
from typing import Any

from wenmai.atlas.blocks import (
    SAID,
    Answer,
    Block,
    Chooser,
    Column,
    Option,
    Page,
    both,
    chosen,
    spoken,
)
from wenmai.atlas.boundaries import StudyMap, boundaries_of
from wenmai.atlas.charts import PALETTE, bars, dots, lines, multiples
from wenmai.atlas.maps import areas
from wenmai.atlas.maps import tiles as tile_map
from wenmai.atlas.studies import StudyInfo
from wenmai.atlas.texts import WORD, Texts
from wenmai.atlas.warehouse import Warehouse
from wenmai.indicators.pages import findings, unit_findings
from wenmai.indicators.pages.tiles import Tiles, tiles_of
from wenmai.sentences import InBoth, Said

TEXT = Texts(
    "pages.index",
    *("score", "ranking", "map", "trend", "mean_score", "weights", "entropy", "critic"),
    *("principal_components", "result", "sensitivity", "total_order_share", "choice"),
    *("sensitivity_note", "lead", "boundaries", "shown", "first_units"),
)

NAME = both("unit_name_zh", "unit_name_en")
SCORE = TEXT("score")
MOST_AT_ONCE, FIRST_UNITS = 60, 40  # of a picture that is read at a glance
OUTPUTS = {
    "rank": ("rank", "名次", "Rank"),
    "score": ("score", "得分", "Score"),
}


def index_page(warehouse: Warehouse, study: StudyInfo) -> Page | None:
    """Return the page of a study's index, or None when it has no score."""
    scores = scores_of(warehouse, study)
    if not scores.rows:
        return None
    boundaries = boundaries_of(warehouse, study)
    return Page(
        "index",
        WORD("index"),
        TEXT(
            "lead",
            study=InBoth(study.name_zh, study.name_en),
            years="–".join(dict.fromkeys(map(str, (study.first_year, study.last_year)))),
            units=study.n_units,
        ),
        [
            block
            for block in (
                _ranking(scores),
                _map(scores, boundaries, tiles_of(warehouse, study)),
                _trend(warehouse, study),
                _sensitivity(warehouse, study),
                _weights(warehouse, study),
            )
            if block
        ],
        maps={boundaries.code: boundaries.geojson} if boundaries else {},
    )


def scores_of(warehouse: Warehouse, study: StudyInfo) -> Answer:
    """Return every score of a study with its interval and tile, the last year first."""
    return warehouse.once("scores", study.code, make=lambda: _scores(warehouse, study))


def _scores(warehouse: Warehouse, study: StudyInfo) -> Answer:
    answer = warehouse.ask(
        """
        select
            scores.unit_code, units.unit_name_zh, units.unit_name_en, units.province_name_zh,
            units.province_name_en, scores.year, scores.rank_in_year, scores.innovation_score,
            uncertainty.score_p05, uncertainty.score_p50, uncertainty.score_p95,
            uncertainty.is_score_inside,
            uncertainty.score_p95 - uncertainty.score_p05 as score_width,
            uncertainty.rank_p05, uncertainty.rank_p95,
            uncertainty.rank_p95 - uncertainty.rank_p05 as rank_width, units.longitude,
            units.latitude
        from marts.fct_innovation_index as scores
        left join marts.dim_units as units using (unit_code)
        left join marts.fct_index_uncertainty as uncertainty using (study_code, unit_code, year)
        where scores.study_code = {study} and scores.innovation_score is not null
        order by scores.year desc, scores.rank_in_year, scores.unit_code
        """,
        study=study.code,
    )
    tiles = tiles_of(warehouse, study).of
    at = [tiles.get(code, (None, None)) for code in answer.column("unit_code")]
    answer = answer.having(
        {
            **findings.places(answer.records()),
            "tile_column": [column for column, _ in at],
            "tile_row": [row for _, row in at],
        }
    )
    return (
        answer.saying(["year"], lambda rows: [findings.who_leads(rows)[0]])
        .saying(["year"], _where_it_is_high, "high")
        .saying(["unit_code"], unit_findings.ranked, "ranked")
    )


def _where_it_is_high(rows: list[dict[str, Any]]) -> list[Said]:
    located = [row for row in rows if None not in (row["longitude"], row["latitude"])]
    return [findings.where_it_is_high(located)]


def places_drawn(value: str = "innovation_score", where: Mapping[str, Any] | None = None) -> Option:
    """Return units as dots on the intervals of their scores, labelled with those of their ranks."""
    return dots(
        NAME,
        value,
        interval=("score_p05", "score_p95"),
        middle="score_p50",
        label=both("places_zh", "places_en"),
        value_name=SCORE,
        where=where,
    )


def columns_of_places(about: Column, value: str = "innovation_score") -> list[Column]:
    """Return the table below the dots; ``about`` stands behind the name of the unit."""
    return [
        Column("rank_in_year"),
        Column("unit_name_zh", "unit_name_en"),
        about,
        Column(value, heading=SCORE, digits=3),
        *(Column(name, digits=3) for name in ("score_p05", "score_p95")),
        *(Column(name) for name in ("rank_p05", "rank_p95")),
    ]


def _ranking(scores: Answer) -> Block:
    n_units = len(set(scores.column("unit_code")))
    outside = sum(inside is False for inside in scores.column("is_score_inside"))
    option = places_drawn(where={"year": chosen("year")})
    choosers = [Chooser.of_years(scores)]
    if n_units > MOST_AT_ONCE:
        numbers = {FIRST_UNITS: TEXT("first_units", n=FIRST_UNITS), n_units: WORD("all_units")}
        shown = [(number, said["zh"], said["en"]) for number, said in numbers.items()]
        choosers.append(Chooser("shown", TEXT("shown"), shown))
        kept = option["dataset"][1]["transform"]["config"]["and"]
        kept.append({"dimension": "rank_in_year", "<=": chosen("shown")})
    return Block(
        "ranking",
        TEXT("ranking"),
        scores,
        said=SAID,
        option={**option, "rowHeight": 24},
        columns=columns_of_places(Column("province_name_zh", "province_name_en")),
        choosers=choosers,
        where={"year": chosen("year")},
        note=spoken(findings.HOW_RANKED(n=outside, of=len(scores.rows))),
        height=max(320, 24 * min(n_units, MOST_AT_ONCE) + 60),
        parts=("year",),
    )


def _map(scores: Answer, boundaries: StudyMap | None, tiles: Tiles) -> Block | None:
    column = "innovation_score"
    where = {"year": chosen("year")}
    if boundaries is not None:
        option = areas(NAME, column, value_name=SCORE, boundaries=boundaries.code, where=where)
        note = TEXT("boundaries", attribution=boundaries.attribution)
    elif tiles.n_rows:
        option = tile_map(NAME, column, value_name=SCORE, where=where)
        across, down = (f"{100 * share:.0f}" for share in tiles.kept)
        note = spoken(findings.HOW_TILES(across=across, down=down))
    else:
        return None
    return Block(
        "map",
        TEXT("map"),
        scores,
        said=both("high_zh", "high_en"),
        option=option,
        columns=[Column("unit_name_zh", "unit_name_en"), Column("rank_in_year"), Column(column)],
        choosers=[Chooser.of_years(scores)],
        where=where,
        note=note,
        height=560 if boundaries else min(900, 46 * tiles.n_rows + 70),
        parts=("year",),
    )


def _trend(warehouse: Warehouse, study: StudyInfo) -> Block:
    answer = warehouse.ask(
        """
        select
            units.province_name_zh, units.province_name_en, scores.year,
            avg(scores.innovation_score) as mean_score, count(*) as n_units
        from marts.fct_innovation_index as scores
        inner join marts.dim_units as units using (unit_code)
        where scores.study_code = {study} and scores.innovation_score is not null
        group by all
        order by units.province_name_zh, scores.year
        """,
        study=study.code,
    )
    names = answer.combinations("province_name_zh", "province_name_en")
    series = [
        (both(zh, en or zh), "mean_score", {"province_name_zh": zh}) for zh, en in names if zh
    ]
    return Block(
        "trend",
        TEXT("trend"),
        answer,
        option=multiples("year", "mean_score", [(name, where) for name, _, where in series])
        if len(series) > len(PALETTE)
        else lines("year", series, y_name=SCORE),
        is_wide=len(series) > len(PALETTE),
        columns=[
            Column("province_name_zh", "province_name_en"),
            Column("year"),
            Column("mean_score", heading=TEXT("mean_score"), digits=3),
            Column("n_units"),
        ],
    ).saying(findings.provinces([row for row in answer.records() if row["province_name_zh"]]))


def _weights(warehouse: Warehouse, study: StudyInfo) -> Block:
    answer = warehouse.ask(
        """
        select
            indicators.indicator_name_zh, indicators.indicator_name_en,
            indicators.dimension_name_zh, indicators.dimension_name_en,
            avg(weights.weight) as entropy_weight, avg(weights.critic_weight) as critic_weight,
            avg(weights.equal_weight) as equal_weight, avg(weights.pca_weight) as pca_weight,
            avg(weights.zero_share) as zero_share,
            max_by(weights.finding, weights.weight_scope) as finding
        from marts.fct_indicator_weights as weights
        inner join marts.dim_indicators as indicators using (study_code, indicator_code)
        where weights.study_code = {study}
        group by all
        order by entropy_weight desc, indicators.indicator_name_zh
        """,
        study=study.code,
    )
    return Block(
        "weights",
        TEXT("weights"),
        answer,
        option=bars(
            both("indicator_name_zh", "indicator_name_en"),
            [
                (TEXT("entropy"), "entropy_weight"),
                (TEXT("critic"), "critic_weight"),
                (TEXT("principal_components"), "pca_weight"),
            ],
        ),
        columns=[
            Column("indicator_name_zh", "indicator_name_en"),
            Column("dimension_name_zh", "dimension_name_en"),
            Column("entropy_weight", heading=TEXT("entropy"), digits=3),
            Column("critic_weight", digits=3),
            Column("equal_weight", digits=3),
            Column("pca_weight", digits=3),
            Column("zero_share", is_percent=True),
            Column("finding"),
        ],
        height=max(320, 34 * len(answer.rows) + 60),
    ).saying(findings.heaviest(answer.records()))


def _sensitivity(warehouse: Warehouse, study: StudyInfo) -> Block:
    answer = warehouse.ask(
        """
        with names (choice_code, choice_zh, choice_en) as (
            values
            ('imputation', '插补', 'Imputation'), ('winsorizing', '缩尾', 'Winsorizing'),
            ('normalization', '标准化', 'Normalization'), ('weighting', '赋权', 'Weighting'),
            ('weight_noise', '权重扰动', 'Noise on weights'),
            ('aggregation', '合成', 'Aggregation'),
            ('leave_one_out', '去掉一项指标', 'Leaving one indicator out'),
            ('measurement_noise', '测量误差', 'Errors of measurement')
        )
        select
            output_code, coalesce(choice_zh, choice_code) as choice_zh,
            coalesce(choice_en, choice_code) as choice_en, importance_rank,
            options_text, options_text_zh,
            total_order_share, total_order_low, total_order_high, finding, finding_zh,
            choice_zh || '：' || finding_zh as said_zh, choice_en || ': ' || finding as said_en
        from marts.fct_index_sensitivity
        left join names using (choice_code)
        where study_code = {study}
        order by output_code, importance_rank
        """,
        study=study.code,
    )
    outputs = dict.fromkeys(answer.column("output_code"))
    chooser = Chooser(
        "output",
        TEXT("result"),
        [OUTPUTS.get(code, (code, code, code)) for code in outputs],
    )
    return Block(
        "sensitivity",
        TEXT("sensitivity"),
        answer,
        option=bars(
            both("choice_zh", "choice_en"),
            [(TEXT("total_order_share"), "total_order_share")],
            where={"output_code": chosen("output")},
            interval=("total_order_low", "total_order_high"),
        ),
        columns=[
            Column("choice_zh", "choice_en", heading=TEXT("choice")),
            Column("total_order_share", digits=3),
            Column("options_text_zh", "options_text"),
            Column("finding_zh", "finding"),
        ],
        said=SAID,
        choosers=[chooser],
        where={"output_code": chosen("output")},
        note=TEXT("sensitivity_note"),
    )
