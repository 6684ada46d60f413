"""Beside the index: scores of its levels, what holds a unit back, how far parts go together."""

from collections.abc import Mapping
from functools import partial
from itertools import accumulate

from wenmai.atlas.blocks import SAID, Answer, Block, Chooser, Column, Page, both, chosen
from wenmai.atlas.charts import bars
from wenmai.atlas.studies import StudyInfo
from wenmai.atlas.texts import WORD, Texts
from wenmai.atlas.warehouse import Warehouse
from wenmai.indicators.pages import unit_findings as findings
from wenmai.indicators.pages.findings import places
from wenmai.indicators.pages.index import NAME, columns_of_places, places_drawn

TEXT = Texts(
    "pages.obstacles",
    *("title", "lead", "group_level", "levels", "level_weights", "in_group", "in_index"),
    *("member", "level_weights_note", "obstacles", "obstacle_degree", "best_of_year"),
    *("obstacle_degree_weight_times", "subsystems", "coupling", "coordination_d", "revised_form"),
    *("d_square_root_coupling", "since"),
)

# Rows of one answer: a page is for reading, and every row passes through this process.
MOST_ROWS = 250_000

_GAPS = """
    select
        gaps.unit_code, units.unit_name_zh, units.unit_name_en, gaps.year,
        indicators.indicator_name_zh, indicators.indicator_name_en,
        indicators.dimension_name_zh, indicators.dimension_name_en,
        gaps.obstacle_rank, gaps.obstacle_degree, gaps.gap_to_best,
        best.unit_name_zh as best_name_zh, best.unit_name_en as best_name_en,
        gaps.gap_to_peers, gaps.score_gain_at_best, gaps.elasticity
    from marts.fct_index_gaps as gaps
    inner join marts.dim_indicators as indicators using (study_code, indicator_code)
    left join marts.dim_units as units on gaps.unit_code = units.unit_code
    left join marts.dim_units as best on gaps.best_unit_code = best.unit_code
    where gaps.study_code = {study} and gaps.year >= {first_year}
    order by gaps.unit_code, gaps.year desc, gaps.obstacle_rank
"""

# Scores of every group with their intervals; the index of P1 has dimensions in the place of groups.
_LEVELS = """
    with designed as (
        select distinct study_code from marts.dim_index_groups
    ),
    groups as (
        select study_code, group_code, level_number, group_name_zh, group_name_en
        from marts.dim_index_groups
        union all
        select distinct study_code, dimension_code, 0, dimension_name_zh, dimension_name_en
        from marts.dim_indicators
        anti join designed using (study_code)
    ),
    scored as (
        select study_code, unit_code, year, group_code, rank_in_year, score
        from marts.fct_level_scores
        union all
        select study_code, unit_code, year, group_code, rank_in_year, score
        from marts.fct_level_uncertainty
        anti join designed using (study_code)
    )
    select
        scored.unit_code, units.unit_name_zh, units.unit_name_en, scored.year,
        scored.group_code, groups.group_name_zh, groups.group_name_en, scored.rank_in_year,
        scored.score, round(doubts.score_p05, 3) as score_p05,
        round(doubts.score_p50, 3) as score_p50, round(doubts.score_p95, 3) as score_p95,
        doubts.rank_p05, doubts.rank_p95
    from scored
    inner join groups using (study_code, group_code)
    left join marts.dim_units as units using (unit_code)
    left join marts.fct_level_uncertainty as doubts using (study_code, unit_code, year, group_code)
    where scored.study_code = {study} and scored.score is not null
    order by
        groups.level_number desc, scored.group_code, scored.year desc, scored.rank_in_year,
        scored.unit_code
"""

_COUPLED = """
    with named as (
        select dimension_code as code, dimension_name_zh as zh, dimension_name_en as en,
            1 as place
        from marts.dim_indicators
        where study_code = {study}
        union all
        select group_code as code, group_name_zh as zh, group_name_en as en, 0 as place
        from marts.dim_index_groups
        where study_code = {study}
    ),
    names as (
        select code, min_by(zh, place) as zh, min_by(en, place) as en from named
        group by code
    )
    select
        coupled.unit_code, units.unit_name_zh, units.unit_name_en, coupled.year,
        coupled.subsystems_code,
        coalesce(one.zh || '—' || other.zh, '全部') as subsystems_zh,
        coalesce(one.en || ' – ' || other.en, 'All') as subsystems_en,
        coupled.development, coupled.coupling, coupled.coordination,
        coupled.revised_coupling, coupled.revised_coordination, coupled.grade_zh, coupled.grade
    from marts.fct_coupling_coordination as coupled
    left join names as one on split_part(coupled.subsystems_code, ' + ', 1) = one.code
    left join names as other on split_part(coupled.subsystems_code, ' + ', 2) = other.code
    left join marts.dim_units as units using (unit_code)
    where
        coupled.study_code = {study} and coupled.coordination is not null
        and coupled.year >= {first_year}
    order by
        coupled.subsystems_code <> 'all', coupled.subsystems_code, coupled.year desc,
        coupled.coordination desc, coupled.unit_code
"""


def obstacles_page(warehouse: Warehouse, study: StudyInfo) -> Page | None:
    """Return the page of what answers beside the index, or None when there is no index."""
    blocks = [
        block
        for block in (
            _levels(warehouse, study),
            _level_weights(warehouse, study),
            obstacles(warehouse, study),
            _coupling(warehouse, study),
        )
        if block is not None
    ]
    if not blocks:
        return None
    return Page(
        "obstacles",
        TEXT("title"),
        TEXT("lead"),
        blocks,
    )


def _choices(answer: Answer, code: str, title: Mapping[str, str], *columns: str) -> Chooser:
    """Return what a reader may choose: the values of a column with their names."""
    found = answer.combinations(*columns)
    return Chooser(code, title, [(value, zh, en or zh) for value, zh, en in found])


def _levels(warehouse: Warehouse, study: StudyInfo) -> Block | None:
    answer = warehouse.ask(_LEVELS, study=study.code)
    if not answer.rows:
        return None
    answer = answer.having(places(answer.records()))
    where = {"group_code": chosen("group"), "year": chosen("year")}
    title = TEXT("group_level")
    return Block(
        "levels",
        TEXT("levels"),
        answer.saying(list(where), partial(findings.is_first, value="score"), first=1),
        said=SAID,
        option=places_drawn("score", where),
        columns=columns_of_places(Column("group_name_zh", "group_name_en"), "score"),
        choosers=[
            _choices(answer, "group", title, "group_code", "group_name_zh", "group_name_en"),
            Chooser.of_years(answer),
        ],
        where=where,
        parts=["group_code"],
        height=max(320, 20 * len(set(answer.column("unit_code"))) + 60),
    )


def _level_weights(warehouse: Warehouse, study: StudyInfo) -> Block | None:
    answer = warehouse.ask(
        """
        with names as (
            select indicator_code as code, indicator_name_zh as zh, indicator_name_en as en
            from marts.dim_indicators
            where study_code = {study}
            union all
            select group_code as code, group_name_zh as zh, group_name_en as en
            from marts.dim_index_groups
            where study_code = {study}
        )
        select
            groups.group_code, groups.group_name_zh, groups.group_name_en,
            names.zh as member_name_zh, names.en as member_name_en,
            avg(weights.weight) as weight, avg(weights.whole_weight) as whole_weight
        from marts.fct_level_weights as weights
        inner join marts.dim_index_groups as groups using (study_code, group_code)
        inner join names on weights.member_code = names.code
        where weights.study_code = {study}
        group by all
        order by max(groups.level_number) desc, groups.group_code, weight desc, member_name_zh
        """,
        study=study.code,
    )
    if not answer.rows:
        return None
    title = TEXT("group_level")
    return Block(
        "level_weights",
        TEXT("level_weights"),
        answer.saying(["group_code"], findings.weighs_most, first=1),
        said=SAID,
        option=bars(
            both("member_name_zh", "member_name_en"),
            [
                (TEXT("in_group"), "weight"),
                (TEXT("in_index"), "whole_weight"),
            ],
            where={"group_code": chosen("group")},
        ),
        columns=[
            Column("group_name_zh", "group_name_en"),
            Column("member_name_zh", "member_name_en", heading=TEXT("member")),
            Column("weight", digits=3),
            Column("whole_weight", digits=3),
        ],
        choosers=[_choices(answer, "group", title, "group_code", "group_name_zh", "group_name_en")],
        where={"group_code": chosen("group")},
        note=TEXT("level_weights_note"),
    )


def years_shown(
    warehouse: Warehouse, study: StudyInfo, table: str
) -> tuple[int, Mapping[str, str]]:
    """Return the first year that a page shows of a large table, and what it says of that.

    As many of the last years as make `MOST_ROWS` rows, and the last one in any case.
    """
    counted = warehouse.ask(
        f"select year, count(*) as n from {table} where study_code = {{study}} "
        "group by year order by year desc",
        study=study.code,
    ).rows
    so_far = accumulate(n for _, n in counted)
    shown = [year for (year, _), n in zip(counted, so_far, strict=True) if n <= MOST_ROWS]
    first = min(shown or [year for year, _ in counted[:1]], default=0)
    if not counted or first == counted[-1][0]:
        return first, both("", "")
    return first, TEXT("since", first=first, table=table)


def _with(note: Mapping[str, str], more: Mapping[str, str]) -> dict[str, str]:
    return {"zh": note["zh"] + more["zh"], "en": f"{note['en']} {more['en']}".strip()}


def obstacles(warehouse: Warehouse, study: StudyInfo) -> Block | None:
    """Return what holds each unit back, with the gaps that this means; None without an index."""
    first_year, cut = years_shown(warehouse, study, "marts.fct_index_gaps")
    answer = warehouse.ask(_GAPS, study=study.code, first_year=first_year)
    if not answer.rows:
        return None
    where = {"unit_code": chosen("unit"), "year": chosen("year")}
    title = WORD("unit")
    n_indicators = len(set(answer.column("indicator_name_zh")))
    return Block(
        "obstacles",
        TEXT("obstacles"),
        answer.saying(list(where), findings.holds_back, first=2),
        said=SAID,
        option=bars(
            both("indicator_name_zh", "indicator_name_en"),
            [(TEXT("obstacle_degree"), "obstacle_degree")],
            where=where,
        ),
        columns=[
            Column("obstacle_rank"),
            Column("indicator_name_zh", "indicator_name_en"),
            Column("dimension_name_zh", "dimension_name_en"),
            Column("obstacle_degree", is_percent=True),
            Column("gap_to_best", digits=3),
            Column("best_name_zh", "best_name_en", heading=TEXT("best_of_year")),
            Column("gap_to_peers", digits=3),
            Column("score_gain_at_best", digits=3),
            Column("elasticity", of="fct_index_gaps", digits=3),
        ],
        choosers=[
            _choices(answer, "unit", title, "unit_code", "unit_name_zh", "unit_name_en"),
            Chooser.of_years(answer),
        ],
        where=where,
        parts=["unit_code"],
        note=_with(
            TEXT("obstacle_degree_weight_times"),
            cut,
        ),
        height=max(320, 26 * n_indicators + 60),
    )


def _coupling(warehouse: Warehouse, study: StudyInfo) -> Block | None:
    first_year, cut = years_shown(warehouse, study, "marts.fct_coupling_coordination")
    answer = warehouse.ask(_COUPLED, study=study.code, first_year=first_year)
    if not answer.rows:
        return None
    where = {"subsystems_code": chosen("subsystems"), "year": chosen("year")}
    title = TEXT("subsystems")
    columns = ("subsystems_code", "subsystems_zh", "subsystems_en")
    return Block(
        "coupling",
        TEXT("coupling"),
        answer.saying(list(where), partial(findings.is_first, value="coordination"), first=1),
        said=SAID,
        option=bars(
            NAME,
            [
                (TEXT("coordination_d"), "coordination"),
                (TEXT("revised_form"), "revised_coordination"),
            ],
            where=where,
        ),
        columns=[
            Column("unit_name_zh", "unit_name_en"),
            Column("development", digits=3),
            Column("coupling", digits=3),
            Column("coordination", digits=3),
            Column("revised_coupling", digits=3),
            Column("revised_coordination", digits=3),
            Column("grade_zh", "grade"),
        ],
        choosers=[_choices(answer, "subsystems", title, *columns), Chooser.of_years(answer)],
        where=where,
        parts=["subsystems_code"],
        note=_with(
            TEXT("d_square_root_coupling"),
            cut,
        ),
        height=max(320, 24 * len(set(answer.column("unit_code"))) + 60),
    )
