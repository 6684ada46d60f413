"""What people turn to, and who they are."""

from dataclasses import replace

from wenmai.atlas.blocks import SAID, Block, Chooser, Column, Page, chosen
from wenmai.atlas.charts import bars, lines
from wenmai.atlas.studies import StudyInfo, page_of
from wenmai.atlas.tables import Table
from wenmai.atlas.texts import WORD, Texts
from wenmai.atlas.warehouse import Warehouse
from wenmai.consumers.pages import findings

TEXT = Texts(
    "pages.demand",
    *("categories", "comes_up", "categories_note", "backtests", "chosen_by_series"),
    *("backtests_note", "segments", "turns_most_to", "purchases_26_weeks", "segments_note"),
    *("n_segments", "chosen", "next_category", "bought_together", "baskets_note", "demand_note"),
    *("too_few_periods", "demand", "purchases", "category", "demand_title", "demand_lead"),
    *("affinity", "lift", "segment", "affinity_note", "segments_lead"),
)

_TRENDS = Table(
    "trends",
    TEXT("categories"),
    """
    select category_code, growth_share, change_count, last_change_on, share_before, share_recent,
        hot_spot_q, case when is_hot_spot then '是' else '' end as hot_zh,
        case when is_hot_spot then 'yes' else '' end as hot_en
    from marts.fct_market_trends
    where study_code = {study}
    order by hot_spot_q, category_code
    """,
    (
        Column("category_code"),
        Column("growth_share", is_percent=True, digits=0),
        Column("change_count"),
        Column("last_change_on"),
        Column("share_before", is_percent=True),
        Column("share_recent", is_percent=True),
        Column("hot_zh", "hot_en", heading=TEXT("comes_up")),
    ),
    TEXT("categories_note"),
    is_wide=True,
)
_BACKTEST = Table(
    "backtest",
    TEXT("backtests"),
    """
    select method_code, avg(mase) as mase, avg(mae_ratio) as mae_ratio,
        avg(coverage_80) as coverage_80, count(*) filter (where is_chosen and horizon = 1) as chosen
    from marts.fct_forecast_backtest
    where study_code = {study}
    group by method_code
    order by mase
    """,
    (
        Column("method_code"),
        Column("mase", digits=2),
        Column("mae_ratio", digits=2),
        Column("coverage_80", is_percent=True, digits=0),
        Column("chosen", heading=TEXT("chosen_by_series")),
    ),
    TEXT("backtests_note"),
)
_SEGMENTS = Table(
    "segments",
    TEXT("segments"),
    """
    select segments.segment_code, favourites.category_code, segments.persons,
        segments.person_share, segments.mean_recency_weeks, segments.mean_events,
        segments.mean_spent_cny, segments.mean_diversity, customers.p_alive,
        customers.expected_purchases
    from marts.fct_segments as segments
    left join marts.fct_customer_value as customers using (study_code, segment_code)
    left join (
        select study_code, segment_code,
            max_by(category_code, (lift, category_code)) as category_code
        from marts.fct_segment_affinity
        where not is_suppressed
        group by study_code, segment_code
    ) as favourites using (study_code, segment_code)
    where segments.study_code = {study}
    order by segments.segment_code
    """,
    (
        Column("segment_code"),
        Column("category_code", heading=TEXT("turns_most_to")),
        Column("persons"),
        Column("mean_recency_weeks", digits=1),
        Column("mean_events", digits=1),
        Column("mean_spent_cny", digits=0),
        Column("mean_diversity", digits=1),
        Column("p_alive", is_percent=True, digits=0),
        Column("expected_purchases", heading=TEXT("purchases_26_weeks"), digits=1),
    ),
    TEXT("segments_note"),
    is_wide=True,
)
_NUMBERS = Table(
    "numbers",
    TEXT("n_segments"),
    """
    select k, stability, silhouette, gap, case when is_chosen then '✓' else '' end as chosen
    from marts.fct_segment_numbers
    where study_code = {study}
    order by k
    """,
    (
        Column("k", of="fct_segment_numbers"),
        Column("stability", digits=2),
        Column("silhouette", digits=3),
        Column("gap", of="fct_segment_numbers", digits=2),
        Column("chosen", heading=TEXT("chosen")),
    ),
)
_NEXT = Table(
    "next",
    TEXT("next_category"),
    """
    select method_code, k, hit_rate, lower, upper, persons
    from marts.fct_next_category_evaluation
    where study_code = {study}
    order by k, hit_rate desc, method_code
    """,
    (
        Column("method_code"),
        Column("k", of="fct_next_category_evaluation"),
        Column("hit_rate", is_percent=True, digits=0),
        Column("lower", is_percent=True, digits=0),
        Column("upper", is_percent=True, digits=0),
        Column("persons"),
    ),
)
_TOGETHER = Table(
    "together",
    TEXT("bought_together"),
    """
    select coalesce(title, item_code) as title, coalesce(other_title, other_code) as other_title,
        persons, share_of_item, share_of_other, lift, lower, upper
    from marts.fct_bought_together
    where study_code = {study}
    order by lower desc, item_code, other_code
    """,
    (
        Column("title"),
        Column("other_title"),
        Column("persons"),
        Column("share_of_item", is_percent=True, digits=0),
        Column("share_of_other", is_percent=True, digits=0),
        Column("lift", digits=1),
        Column("lower", digits=1),
        Column("upper", digits=1),
    ),
    TEXT("baskets_note"),
    most=100,
    is_wide=True,
)
_BAND = TEXT("demand_note")
_NO_FORECAST = TEXT("too_few_periods")


def demand_page(warehouse: Warehouse, study: StudyInfo) -> Page | None:
    """Return the page of demand, or None when the study has no consumers."""
    answer = warehouse.ask(
        """
        select category_code, period_start, persons, purchases, revenue_cny,
            null::double as median, null::double as lower, null::double as width
        from marts.fct_category_demand
        where study_code = {study} and segment_code = 'all'
        union all
        select category_code, period_start, null, null, null, median, lower, upper - lower
        from marts.fct_demand_forecasts
        where study_code = {study} and segment_code = 'all'
        order by category_code, period_start
        """,
        study=study.code,
    )
    if not answer.rows:
        return None
    answer = answer.saying(["category_code"], findings.of_choice(findings.expected_purchases))
    where = {"category_code": chosen("category")}
    has_forecast = any(value is not None for value in answer.column("median"))
    demand = Block(
        "demand",
        TEXT("demand"),
        answer,
        option=lines(
            "period_start",
            [
                (TEXT("purchases"), "purchases", where),
                (WORD("forecast"), "median", where),
            ],
            bands=[("lower", "width", where)],
            from_zero=True,
        ),
        columns=[
            Column("period_start"),
            Column("persons"),
            Column("purchases"),
            Column("revenue_cny", digits=0),
            Column("median", digits=0),
        ],
        choosers=[Chooser.of_codes("category", TEXT("category"), answer.column("category_code"))],
        where=where,
        note=_BAND if has_forecast else _NO_FORECAST,
        said=SAID,
        is_wide=True,
    )
    return Page(
        "demand",
        TEXT("demand_title"),
        TEXT("demand_lead"),
        [
            demand,
            findings.titled(_TRENDS.block(warehouse, study=study.code), findings.hot_spots),
            findings.titled(_BACKTEST.block(warehouse, study=study.code), findings.best_forecast),
            findings.titled(_NEXT.block(warehouse, study=study.code), findings.next_category),
            findings.titled(_TOGETHER.block(warehouse, study=study.code), findings.bought_together),
        ],
    )


def summary(warehouse: Warehouse, study: StudyInfo) -> Block | None:
    """Return what comes up with the demand drawn, for the first page of a release."""
    page = page_of(demand_page, warehouse, study)
    if page is None:
        return None
    demand, trends, *_ = page.blocks
    return replace(demand, title=trends.title if trends.question else demand.title)


def segments_page(warehouse: Warehouse, study: StudyInfo) -> Page | None:
    """Return the page of segments, or None when the study has no consumers."""
    segments = _SEGMENTS.block(warehouse, study=study.code)
    if not segments.answer.rows:
        return None
    answer = warehouse.ask(
        """
        select segment_code, category_code, affinity_share, lift
        from marts.fct_segment_affinity
        where study_code = {study} and not is_suppressed
        order by segment_code, lift desc, category_code
        """,
        study=study.code,
    )
    where = {"segment_code": chosen("segment")}
    blocks = [findings.titled(segments, findings.spends_most)]
    if answer.rows:
        answer = answer.saying(["segment_code"], findings.of_choice(findings.turns_most))
        blocks.append(
            Block(
                "affinity",
                TEXT("affinity"),
                answer,
                option=bars("category_code", [(TEXT("lift"), "lift")], where=where),
                columns=[
                    Column("category_code"),
                    Column("affinity_share", is_percent=True),
                    Column("lift", digits=2),
                ],
                choosers=[
                    Chooser.of_codes("segment", TEXT("segment"), answer.column("segment_code"))
                ],
                where=where,
                note=TEXT("affinity_note"),
                said=SAID,
            )
        )
    numbers = _NUMBERS.block(warehouse, study=study.code)
    blocks.append(findings.titled(numbers, findings.how_many))
    return Page(
        "segments",
        TEXT("segments"),
        TEXT("segments_lead"),
        blocks,
    )
