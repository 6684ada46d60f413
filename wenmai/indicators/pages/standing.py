"""Where one unit stands: in words, and beside others that are like it."""

from wenmai.atlas.blocks import SAID, Block, Chooser, Column, chosen, spoken
from wenmai.atlas.charts import GRID, LEGEND, frame
from wenmai.atlas.studies import StudyInfo
from wenmai.atlas.texts import Texts
from wenmai.atlas.warehouse import DIMENSION_NAMES, Warehouse
from wenmai.indicators.pages import findings
from wenmai.indicators.pages.index import SCORE
from wenmai.sentences import catalogue

TEXT = Texts(
    "pages.standing",
    *("standing", "beside"),
)

PEERS = 5  # as web/peers.js takes them


def standing(warehouse: Warehouse, study: StudyInfo, units: Chooser) -> Block:
    """Return where a unit stands, in a sentence and as a list."""
    answer = warehouse.ask(
        """
        select
            unit_code, unit_name_zh, unit_name_en, province_name_zh, province_name_en, year,
            innovation_score, score_p05, score_p95, rank_in_year, rank_p05, rank_p95,
            rank_in_province, path_name_zh, path_name_en, path_confidence, degree, role_code,
            themes.theme_name_zh, themes.theme_name_en,
            count(innovation_score) over (partition by year) as n_units
        from marts.mart_city_year
        left join marts.dim_themes as themes on leading_theme_code = themes.theme_code
        where study_code = {study} and innovation_score is not null
        qualify year = max(year) over (partition by unit_code)
        order by rank_in_year, unit_code
        """,
        study=study.code,
    )
    answer = answer.saying(["unit_code"], lambda rows: findings.where_it_stands(rows[0]))
    return Block(
        "standing",
        TEXT("standing"),
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
        said=SAID,
        parts=("unit_code",),
    )


def beside_peers(warehouse: Warehouse, study: StudyInfo, units: Chooser) -> Block:
    """Return the dimensions of a unit beside its peers, which ``web/peers.js`` lets one choose."""
    answer = warehouse.ask(
        DIMENSION_NAMES
        + """
        select
            scores.unit_code, units.unit_name_zh, units.unit_name_en, scores.year,
            totals.innovation_score, names.dimension_name_zh, names.dimension_name_en,
            scores.dimension_score
        from marts.fct_dimension_scores as scores
        inner join names using (dimension_code)
        inner join marts.fct_innovation_index as totals using (study_code, unit_code, year)
        left join marts.dim_units as units using (unit_code)
        where
            scores.study_code = {study} and scores.dimension_score is not null
            and totals.innovation_score is not null
        qualify scores.year = max(scores.year) over ()
        order by totals.rank_in_year, scores.unit_code, names.dimension_name_zh
        """,
        study=study.code,
    )
    n_dimensions = len(answer.combinations("dimension_name_zh"))
    option = frame(
        legend=LEGEND,
        grid=GRID,
        xAxis={"type": "value", "scale": True},
        yAxis={"type": "category", "inverse": True, "axisLabel": {"interval": 0}},
        series="fn:peers",
    )
    return Block(
        "beside",
        TEXT("beside"),
        answer,
        option=option,
        columns=[
            Column("dimension_name_zh", "dimension_name_en"),
            Column("dimension_score", heading=SCORE, digits=3),
        ],
        choosers=[units],
        where={"unit_code": chosen("unit")},
        note=spoken(findings.HOW_PEERS(n=PEERS)),
        height=46 * n_dimensions + 90,
        kind="peers",
        texts={name: catalogue()[said.code] for name, said in findings.PEERS_TEXTS.items()},
    )
