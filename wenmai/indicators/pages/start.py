"""The start page of a study's index: who leads, who rises, why, what to do, where, your weights."""

from wenmai.atlas.blocks import Answer, Block, Column, Page, both, spoken
from wenmai.atlas.charts import bars, slopes
from wenmai.atlas.maps import tiles as tile_map
from wenmai.atlas.studies import StudyInfo
from wenmai.atlas.texts import WORD, Texts
from wenmai.atlas.warehouse import DIMENSION_NAMES, Warehouse
from wenmai.indicators.pages import findings
from wenmai.indicators.pages.index import NAME, SCORE, places_drawn, scores_of
from wenmai.indicators.pages.tiles import tiles_of
from wenmai.indicators.pages.weights import your_weights
from wenmai.kit.steps import named
from wenmai.sentences import InBoth

TEXT = Texts(
    "pages.start",
    *("interval", "leads_question", "places_risen", "moves_question", "year_by_year"),
    *("change_of_score", "why_question", "whom_to_ask", "gaps_question", "any_unit"),
    *("where_question", "rank_in", "page_of"),
)

LEADERS = 10
MOST_TILES = 600  # more are no longer told apart, and to place them takes the cube of their number
LAST = 3
UNIT_PAGE = "unit.html"
INDEX_PAGE = "index.html"

_MOVES = """
    with scored as (
        select * from marts.fct_innovation_index
        where study_code = {study} and innovation_score is not null
    ),
    ends as (
        select min(year) as first_year, max(year) as last_year from scored
    ),
    both_years as (
        select scored.*, ends.first_year, ends.last_year
        from scored, ends
        where
            scored.year in (ends.first_year, ends.last_year)
            and ends.first_year < ends.last_year
        qualify count(*) over (partition by scored.unit_code) = 2
    ),
    ranked as (
        select
            *, rank() over (partition by year order by innovation_score desc) as place
        from both_years
    )
    select
        first.unit_code, units.unit_name_zh, units.unit_name_en,
        first.first_year, first.last_year, first.place as first_rank, last.place as last_rank,
        first.place - last.place as rank_gain,
        last.innovation_score - first.innovation_score as score_change,
        before.rank_p05 as first_p05, before.rank_p95 as first_p95,
        after.rank_p05 as last_p05, after.rank_p95 as last_p95
    from ranked as first
    inner join ranked as last
        on first.unit_code = last.unit_code
        and first.year = first.first_year and last.year = last.last_year
    left join marts.dim_units as units on first.unit_code = units.unit_code
    left join marts.fct_index_uncertainty as before
        on before.study_code = {study} and before.unit_code = first.unit_code
        and before.year = first.first_year
    left join marts.fct_index_uncertainty as after
        on after.study_code = {study} and after.unit_code = first.unit_code
        and after.year = first.last_year
    order by last_rank, first.unit_code
"""

# what holds the last back, two indicators each, and who stands best there
_GAPS = """
    with last_units as (
        select unit_code, rank_in_year from marts.fct_innovation_index
        where study_code = {study} and year = {year} and rank_in_year is not null
        order by rank_in_year desc, unit_code
        limit {last}
    )
    select
        last_units.rank_in_year, gaps.unit_code, units.unit_name_zh, units.unit_name_en,
        indicators.indicator_name_zh, indicators.indicator_name_en,
        indicators.dimension_name_zh, indicators.dimension_name_en,
        gaps.obstacle_degree, gaps.gap_to_best, best.unit_name_zh as best_name_zh,
        best.unit_name_en as best_name_en
    from marts.fct_index_gaps as gaps
    inner join last_units using (unit_code)
    inner join marts.dim_indicators as indicators
        on
            gaps.study_code = indicators.study_code
            and gaps.indicator_code = indicators.indicator_code
    left join marts.dim_units as units using (unit_code)
    left join marts.dim_units as best on gaps.best_unit_code = best.unit_code
    where
        gaps.study_code = {study} and gaps.year = {year} and gaps.obstacle_rank <= 2
        and gaps.obstacle_degree > 0
    order by last_units.rank_in_year, gaps.unit_code, gaps.obstacle_rank
"""


def start_page(warehouse: Warehouse, study: StudyInfo) -> Page | None:
    """Return the first page of a study with an index, or None when it has no score."""
    scores = scores_of(warehouse, study)
    if not scores.rows:
        return None
    year = scores.records()[0]["year"]
    moves = who_moved(warehouse, study)
    return Page(
        "start",
        both(study.name_zh, study.name_en),
        WORD("of_an_index", year=named(year), units=study.n_units, indicators=study.n_indicators),
        [
            block
            for block in (
                who_leads(warehouse, study, scores, year, LEADERS),
                moves[0] if moves else None,
                why_it_rose(warehouse, study, moves[1]) if moves and moves[1] else None,
                _what_to_do(warehouse, study, year),
                _where(warehouse, study, year),
                your_weights(warehouse, study, year),
            )
            if block
        ],
        menu=WORD("at_glance"),
        is_story=True,
    )


def _of_year(warehouse: Warehouse, study: StudyInfo, year: int, most: int | None = None) -> Answer:
    """Return the scores of one year by rank: the first few, or all that have coordinates."""
    kept = "" if most else "and units.longitude is not null and units.latitude is not null"
    return warehouse.ask(
        f"""
        select
            scores.unit_code, units.unit_name_zh, units.unit_name_en, scores.rank_in_year,
            scores.innovation_score, uncertainty.score_p05, uncertainty.score_p50,
            uncertainty.score_p95, uncertainty.rank_p05, uncertainty.rank_p95, units.longitude,
            units.latitude
        from marts.fct_innovation_index as scores
        left join marts.dim_units as units using (unit_code)
        left join marts.fct_index_uncertainty as uncertainty using (study_code, unit_code, year)
        where
            scores.study_code = {{study}} and scores.year = {{year}}
            and scores.innovation_score is not null {kept}
        order by scores.rank_in_year, scores.unit_code
        {f"limit {most}" if most else ""}
        """,
        study=study.code,
        year=year,
    )


def who_leads(
    warehouse: Warehouse, study: StudyInfo, scores: Answer, year: int, most: int
) -> Block:
    """Return the first of a year with their intervals, and the finding about them."""
    finding, how = findings.who_leads([row for row in scores.records() if row["year"] == year])
    first = _of_year(warehouse, study, year, most)
    shown = first.having(findings.places(first.records()))
    return Block(
        "leads",
        spoken(finding),
        shown,
        option=places_drawn(),
        columns=[
            Column("rank_in_year"),
            Column("unit_name_zh", "unit_name_en"),
            Column("innovation_score", digits=3),
            Column("places_zh", "places_en", heading=TEXT("interval")),
        ],
        note=spoken(how),
        height=36 * len(shown.rows) + 60,
        question=TEXT("leads_question"),
        ways=[(WORD("all_units"), INDEX_PAGE)],
    )


def who_moved(
    warehouse: Warehouse, study: StudyInfo
) -> tuple[Block, dict[str, object] | None] | None:
    """Return ranks of the first and the last year, with the unit that rose most; None for one."""
    answer = warehouse.ask(
        _MOVES,
        study=study.code,
    )
    if len(answer.rows) < 2:
        return None
    moves = findings.who_moved(answer.records())
    first_year, last_year = map(named, answer.rows[0][3:5])
    block = Block(
        "moves",
        spoken(moves.finding),
        answer,
        option=slopes(
            NAME,
            ("first_rank", "last_rank"),
            "rank_gain",
            labels=(str(first_year), str(last_year)),
        ),
        columns=[
            Column("unit_name_zh", "unit_name_en"),
            Column("first_rank", heading=TEXT("rank_in", year=first_year)),
            Column("last_rank", heading=TEXT("rank_in", year=last_year)),
            Column("rank_gain", heading=TEXT("places_risen")),
            Column("score_change", digits=3),
        ],
        note=spoken(*moves.how_sure),
        height=max(300, 12 * len(answer.rows)),
        question=TEXT("moves_question"),
        ways=[(TEXT("year_by_year"), INDEX_PAGE)],
    )
    return block, dict(moves.riser) if moves.riser else None


def why_it_rose(warehouse: Warehouse, study: StudyInfo, riser: dict[str, object]) -> Block | None:
    """Return what drove the unit that rose most; None without contributions."""
    answer = warehouse.ask(
        DIMENSION_NAMES
        + """
        select
            names.dimension_name_zh, names.dimension_name_en,
            coalesce(sum(parts.contribution) filter (where parts.year = {last}), 0)
            - coalesce(sum(parts.contribution) filter (where parts.year = {first}), 0)
                as score_change
        from marts.fct_index_contributions as parts
        inner join names using (dimension_code)
        where
            parts.study_code = {study} and parts.unit_code = {unit}
            and parts.year in ({first}, {last})
        group by all
        order by score_change desc, names.dimension_name_zh
        """,
        study=study.code,
        unit=str(riser["unit_code"]),
        first=int(str(riser["first_year"])),
        last=int(str(riser["last_year"])),
    )
    if not answer.rows:
        return None
    finding, how = findings.why_it_rose(riser, answer.records())
    return Block(
        "why",
        spoken(finding),
        answer,
        option=bars(
            both("dimension_name_zh", "dimension_name_en"),
            [(TEXT("change_of_score"), "score_change")],
            value_name=TEXT("change_of_score"),
        ),
        note=spoken(how),
        height=44 * len(answer.rows) + 70,
        question=TEXT("why_question"),
        ways=[
            (
                TEXT(
                    "page_of", unit=InBoth(str(riser["unit_name_zh"]), str(riser["unit_name_en"]))
                ),
                f"{UNIT_PAGE}#unit={riser['unit_code']}",
            )
        ],
    )


def _what_to_do(warehouse: Warehouse, study: StudyInfo, year: int) -> Block | None:
    answer = warehouse.ask(
        _GAPS,
        study=study.code,
        year=year,
        last=LAST,
    )
    if not answer.rows:
        return None
    return Block(
        "gaps",
        spoken(findings.GAPS()),
        answer,
        columns=[
            Column("rank_in_year"),
            Column("unit_name_zh", "unit_name_en"),
            Column("indicator_name_zh", "indicator_name_en"),
            Column("dimension_name_zh", "dimension_name_en"),
            Column("obstacle_degree", is_percent=True),
            Column("gap_to_best", digits=2),
            Column("best_name_zh", "best_name_en", heading=TEXT("whom_to_ask")),
        ],
        note=spoken(findings.HOW_GAPS()),
        question=TEXT("gaps_question"),
        ways=[(TEXT("any_unit"), UNIT_PAGE)],
    )


def _where(warehouse: Warehouse, study: StudyInfo, year: int) -> Block | None:
    answer = _of_year(warehouse, study, year)
    placed = answer.records()
    if not 2 <= len(placed) <= MOST_TILES:
        return None
    tiles = tiles_of(warehouse, study)
    at = [tiles.of[row["unit_code"]] for row in placed]
    answer = answer.having(
        {"tile_column": [column for column, _ in at], "tile_row": [row for _, row in at]}
    )
    across, down = (f"{100 * share:.0f}" for share in tiles.kept)
    return Block(
        "where",
        spoken(findings.where_it_is_high(placed)),
        answer,
        option=tile_map(NAME, "innovation_score", value_name=SCORE),
        note=spoken(findings.HOW_TILES(across=across, down=down)),
        height=min(760, 54 * tiles.n_rows + 70),
        question=TEXT("where_question"),
    )
