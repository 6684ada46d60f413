"""Development paths of a study: shares, trends, comparison, and why a unit is on its path."""

from wenmai.atlas.blocks import Block, Chooser, Column, Page, both
from wenmai.atlas.charts import LEGEND, bars, heatmap, lines
from wenmai.atlas.studies import StudyInfo
from wenmai.atlas.tables import Table
from wenmai.atlas.texts import WORD, Texts
from wenmai.atlas.warehouse import DIMENSION_NAMES, Warehouse
from wenmai.paths.pages import findings
from wenmai.paths.pages.reasons import HERE, why_block

TEXT = Texts(
    "pages.paths",
    *("what_carries", "how_far_trusted", "title", "lead", "votes", "share_of_votes", "shares"),
    *("place", "share_trend", "means", "fused", "transitions"),
)

PATH = WORD("path")
SHARE = WORD("share")
COMPARISON = Table(
    "comparison",
    TEXT("what_carries"),
    """
    select types.path_name_zh, types.path_name_en, compared.*
    from marts.mart_path_comparison as compared
    inner join marts.dim_path_types as types using (path_code)
    where compared.study_code = {study}
    order by types.path_position
    """,
    (
        Column("path_name_zh", "path_name_en", heading=PATH),
        Column("path_share", heading=SHARE, is_percent=True),
        Column("path_score_mean", digits=3),
        Column("innovation_score_mean", digits=3),
        Column("leading_features_zh", "leading_features_en"),
        Column("lacking_features_zh", "lacking_features_en"),
    ),
    is_wide=True,
)
EVALUATION = Table(
    "evaluation",
    TEXT("how_far_trusted"),
    """
    select
        scheme_code, n_training, n_test, accuracy, accuracy_p05, accuracy_p95, macro_f1,
        oob_accuracy, baseline_accuracy, brier_score, meaning, meaning_zh
    from marts.fct_path_evaluation
    where study_code = {study}
    order by scheme_code
    """,
    (
        Column("scheme_code"),
        Column("accuracy", digits=3),
        Column("accuracy_p05", digits=3),
        Column("accuracy_p95", digits=3),
        Column("macro_f1", digits=3),
        Column("oob_accuracy", digits=3),
        Column("baseline_accuracy", digits=3),
        Column("meaning_zh", "meaning"),
    ),
    is_wide=True,
)


def paths_page(warehouse: Warehouse, study: StudyInfo) -> Page | None:
    """Return the page of a study's development paths, or None when it has none."""
    votes = warehouse.ask(
        """
        select
            votes.unit_code, units.unit_name_zh, units.unit_name_en, votes.year,
            types.path_name_zh, types.path_name_en, votes.votes, votes.vote_share
        from marts.fct_path_probabilities as votes
        inner join marts.dim_path_types as types using (path_code)
        left join marts.dim_units as units using (unit_code)
        where votes.study_code = {study}
        order by votes.unit_code, votes.year desc, types.path_position
        """,
        study=study.code,
    )
    if not votes.rows:
        return None
    trust = EVALUATION.block(warehouse, study=study.code)
    units = votes.combinations("unit_code", "unit_name_zh", "unit_name_en")
    choosers = [Chooser("unit", WORD("unit"), units), Chooser.of_years(votes)]
    return Page(
        "paths",
        TEXT("title"),
        TEXT("lead"),
        [
            _share_trend(warehouse, study),
            _shares(warehouse, study),
            why_block(warehouse, study, choosers),
            Block(
                "votes",
                TEXT("votes"),
                votes,
                option=bars(
                    both("path_name_zh", "path_name_en"),
                    [(TEXT("share_of_votes"), "vote_share")],
                    where=HERE,
                ),
                columns=[
                    Column("path_name_zh", "path_name_en", heading=PATH),
                    Column("votes"),
                    Column("vote_share", heading=SHARE, is_percent=True),
                ],
                choosers=choosers,
                where=HERE,
                parts=("unit_code",),
            ),
            _means(warehouse, study),
            _transitions(warehouse, study),
            COMPARISON.block(warehouse, study=study.code),
            trust.saying(findings.trusted(trust.answer.records())),
        ],
    )


def _shares(warehouse: Warehouse, study: StudyInfo) -> Block:
    answer = warehouse.ask(
        """
        select
            coalesce(units.province_name_zh, '全部') as place_zh,
            coalesce(units.province_name_en, 'All') as place_en, types.path_name_zh,
            types.path_name_en, shares.path_share, shares.n_samples, shares.mean_confidence
        from marts.mart_path_shares as shares
        inner join marts.dim_path_types as types using (path_code)
        left join (
            select distinct province_code, province_name_zh, province_name_en from marts.dim_units
        ) as units using (province_code)
        where shares.study_code = {study} and shares.scope_code in ('all', 'province')
        order by place_zh, types.path_position
        """,
        study=study.code,
    )
    names = answer.combinations("path_name_zh", "path_name_en")
    option = bars(both("place_zh", "place_en"), [(SHARE, "path_share")], is_horizontal=False)
    filters = [
        {"fromDatasetId": "all", "transform": {"type": "filter", "config": test}}
        for test in ({"dimension": "path_name_zh", "=": zh} for zh, _ in names)
    ]
    (series,) = option["series"]
    option["dataset"] = [{"id": "all"}, *filters]
    option["series"] = [
        {**series, "name": both(zh, en), "datasetIndex": number, "barMaxWidth": 70, "stack": "all"}
        for number, (zh, en) in enumerate(names, start=1)
    ]
    option["legend"] = LEGEND
    option["yAxis"]["max"] = 1
    return Block(
        "shares",
        TEXT("shares"),
        answer,
        option=option,
        columns=[
            Column("place_zh", "place_en", heading=TEXT("place")),
            Column("path_name_zh", "path_name_en", heading=PATH),
            Column("path_share", heading=SHARE, is_percent=True),
            Column("n_samples"),
            Column("mean_confidence", digits=3),
        ],
    ).saying(findings.commonest([row for row in answer.records() if row["place_en"] == "All"]))


def _share_trend(warehouse: Warehouse, study: StudyInfo) -> Block:
    answer = warehouse.ask(
        """
        select
            assigned.year, types.path_name_zh, types.path_name_en, count(*) as n_units,
            count(*) / sum(count(*)) over (partition by assigned.year) as path_share,
            avg(assigned.confidence) as mean_confidence
        from marts.fct_path_assignments as assigned
        inner join marts.dim_path_types as types using (path_code)
        where assigned.study_code = {study}
        group by assigned.year, types.path_name_zh, types.path_name_en, types.path_position
        order by types.path_position, assigned.year
        """,
        study=study.code,
    )
    names = answer.combinations("path_name_zh", "path_name_en")
    series = [(both(zh, en), "path_share", {"path_name_zh": zh}) for zh, en in names]
    return Block(
        "share_trend",
        TEXT("share_trend"),
        answer,
        option=lines("year", series, y_name=SHARE, from_zero=True),
    ).saying(findings.grown(answer.records()))


def _means(warehouse: Warehouse, study: StudyInfo) -> Block:
    answer = warehouse.ask(
        DIMENSION_NAMES
        + """
        select
            names.dimension_name_zh, names.dimension_name_en,
            means.dimension_score_mean, means.fused_score_mean, means.structured_score_mean,
            means.text_score_mean, means.network_score_mean
        from marts.mart_path_dimension_means as means
        left join names using (dimension_code)
        where means.study_code = {study} and means.scope_code = 'all'
        order by means.fused_score_mean desc, means.dimension_code
        """,
        study=study.code,
    )
    return Block(
        "means",
        TEXT("means"),
        answer,
        option=bars(
            both("dimension_name_zh", "dimension_name_en"),
            [
                (WORD("index"), "dimension_score_mean"),
                (TEXT("fused"), "fused_score_mean"),
            ],
        ),
        columns=[
            Column("dimension_name_zh", "dimension_name_en"),
            Column("dimension_score_mean", digits=3),
            Column("fused_score_mean", digits=3),
            Column("structured_score_mean", digits=3),
            Column("text_score_mean", digits=3),
            Column("network_score_mean", digits=3),
        ],
    ).saying(findings.dimensions(answer.records()))


def _transitions(warehouse: Warehouse, study: StudyInfo) -> Block:
    answer = warehouse.ask(
        """
        select
            one.path_name_zh as from_zh, one.path_name_en as from_en,
            other.path_name_zh as to_zh, other.path_name_en as to_en,
            moves.transition_share, moves.n_transitions, moves.share_lower, moves.share_upper
        from marts.fct_path_transitions as moves
        inner join marts.dim_path_types as one on moves.from_path_code = one.path_code
        inner join marts.dim_path_types as other on moves.to_path_code = other.path_code
        where moves.study_code = {study}
        order by one.path_position, other.path_position
        """,
        study=study.code,
    )
    return Block(
        "transitions",
        TEXT("transitions"),
        answer,
        option=heatmap(both("to_zh", "to_en"), both("from_zh", "from_en"), "transition_share"),
        columns=[
            Column("from_zh", "from_en", heading=WORD("from")),
            Column("to_zh", "to_en", heading=WORD("to")),
            Column("transition_share", heading=SHARE, is_percent=True),
            Column("n_transitions"),
        ],
        height=420,
    ).saying(findings.moved(answer.records()))
