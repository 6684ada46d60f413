"""What prices earn most, and whether quality is what people expect."""

from wenmai.atlas.blocks import Block, Chooser, Column, Page, both, chosen
from wenmai.atlas.charts import lines
from wenmai.atlas.studies import StudyInfo
from wenmai.atlas.tables import Table
from wenmai.atlas.warehouse import Warehouse

_ELASTICITIES = Table(
    "elasticities",
    both("价格弹性", "Elasticities"),
    """
    select category_code, method_code, elasticity, lower, upper, n_cells, status, status_zh
    from marts.fct_price_elasticity
    where study_code = {study}
    order by category_code, method_code desc
    """,
    (
        Column("category_code"),
        Column("method_code"),
        Column("elasticity", digits=2),
        Column("lower", digits=2),
        Column("upper", digits=2),
        Column("status_zh", "status"),
    ),
    both(
        "分别以当月与上月单价估计；后者明显较小时，多为大宗优惠所致，不能据以定价。",
        "By this month's unit value and last month's: where the second is much smaller, buyers of"
        " many pay less, and no price follows.",
    ),
    is_wide=True,
)
_BEST = Table(
    "best",
    both("建议价格", "Prices that follow"),
    """
    select coalesce(title, item_code) as title, category_code, current_price_cny, price_cny,
        current_profit_cny, profit_cny, elasticity,
        case when is_extrapolated then '外推，先行试验' else '在观测范围内' end as seen_zh,
        case when is_extrapolated then 'extrapolated: try it first' else 'seen before' end
            as seen_en
    from marts.fct_price_curve
    where study_code = {study} and is_best
    order by profit_cny - current_profit_cny desc, item_code
    """,
    (
        Column("title"),
        Column("category_code"),
        Column("current_price_cny", digits=1),
        Column("price_cny", heading=both("建议价格（元）", "Best price (CNY)"), digits=1),
        Column("current_profit_cny", digits=0),
        Column("profit_cny", heading=both("预期月利润（元）", "Profit then (CNY)"), digits=0),
        Column("elasticity", digits=2),
        Column("seen_zh", "seen_en", heading=both("依据", "Rests on")),
    ),
    both(
        "按可增加的利润排列；未列出的商品不能据以定价，原因见下方“结论”。",
        "Sorted by what it adds. For items that are not here no price follows: see the status.",
    ),
    most=100,
    is_wide=True,
)
_MOVES = Table(
    "moves",
    both("竞品调价", "Competitors' moves"),
    """
    select coalesce(title, item_code) as title, seller_name, observed_on, price_before_cny,
        price_cny, price_change_share, price_gap_share
    from marts.fct_competitor_moves
    where study_code = {study}
    order by observed_on desc, item_code, seller_name
    """,
    (
        Column("title"),
        Column("seller_name"),
        Column("observed_on"),
        Column("price_before_cny", digits=1),
        Column("price_cny", of="fct_competitor_moves", digits=1),
        Column("price_change_share", is_percent=True, digits=0),
        Column("price_gap_share", is_percent=True, digits=0),
    ),
    most=100,
    is_wide=True,
)
_ALARMS = Table(
    "alarms",
    both("质量报警", "Alarms"),
    """
    select alarms.item_code, scores.title, alarms.period_start, alarms.rule_code,
        alarms.perceived_rating, alarms.centre
    from marts.fct_quality_alarms as alarms
    inner join marts.fct_quality as scores using (study_code, item_code, period_start)
    where alarms.study_code = {study}
    order by alarms.period_start desc, alarms.item_code, alarms.rule_code
    """,
    (
        Column("title"),
        Column("period_start"),
        Column("rule_code"),
        Column("perceived_rating", digits=2),
        Column("centre", digits=2),
    ),
    most=100,
    is_wide=True,
)
_RESPONSES = Table(
    "responses",
    both("改进成效", "What repairs brought"),
    """
    select coalesce(title, item_code) as title, changed_on, issue, change_made,
        rating_before, rating_after, effect, lower, upper
    from marts.fct_response_loop
    where study_code = {study}
    order by changed_on desc, item_code
    """,
    (
        Column("title"),
        Column("changed_on"),
        Column("issue"),
        Column("change_made"),
        Column("rating_before", digits=2),
        Column("rating_after", digits=2),
        Column("effect", of="fct_response_loop", digits=2),
        Column("lower", digits=2),
        Column("upper", digits=2),
    ),
    both("净效应已扣除其他商品同期的变化。", "Less what other items changed by in the same time."),
    is_wide=True,
)
_LIMITS = both(
    "评分少时向总体均值收缩；带状区间为控制限（中心线±3倍标准差），最近报警的商品列于最前。",
    "Where few people rated, pulled towards the mean of all. The band are the limits of"
    " control (centre ± 3 sigma); the item of the last alarm comes first.",
)


def prices_page(warehouse: Warehouse, study: StudyInfo) -> Page | None:
    """Return the page of prices, or None when nothing was sold."""
    elasticities = _ELASTICITIES.block(warehouse, study=study.code)
    if not elasticities.answer.rows:
        return None
    answer = warehouse.ask(
        """
        select item_code, coalesce(title, item_code) as title, round(price_cny, 2) as price_cny,
            profit_cny,
            case when not is_extrapolated then profit_cny end as profit_seen,
            case when is_best then profit_cny end as best, quantity, is_best, is_extrapolated
        from marts.fct_price_curve
        where study_code = {study}
        order by item_code, price_cny
        """,
        study=study.code,
    )
    blocks = [elasticities]
    if answer.rows:
        where = {"item_code": chosen("item")}
        items = [(code, title, title) for code, title in answer.combinations("item_code", "title")]
        blocks = [
            _BEST.block(warehouse, study=study.code),
            Block(
                "curve",
                both("利润曲线", "Profit at each price"),
                answer,
                option=lines(
                    "price_cny",
                    [
                        (both("外推", "Extrapolated"), "profit_cny", where),
                        (both("观测范围内", "Prices seen"), "profit_seen", where),
                        (both("最优", "Best"), "best", where),
                    ],
                    x_name=both("价格（元）", "Price, yuan"),
                    y_name=both("月利润（元）", "Profit of a month, yuan"),
                ),
                columns=[
                    Column("price_cny", digits=1),
                    Column("quantity", digits=1),
                    Column("profit_cny", digits=0),
                ],
                choosers=[Chooser("item", both("商品", "Item"), items)],
                where=where,
                note=both(
                    "仅列出弹性可识别且有成本的商品；观测范围之外为外推。",
                    "Items with a cost whose elasticity is identified; beyond prices seen it is"
                    " extrapolated.",
                ),
                is_wide=True,
            ),
            *blocks,
        ]
    blocks.append(_MOVES.block(warehouse, study=study.code))
    return Page(
        "prices",
        both("价格", "Prices"),
        both("何价盈利最高，或为何不能判断。", "Which price earns most, or why nobody can say."),
        blocks,
    )


def quality_loop_page(warehouse: Warehouse, study: StudyInfo) -> Page | None:
    """Return the page of the quality loop, or None without ratings."""
    answer = warehouse.ask(
        """
        select item_code, coalesce(title, item_code) as title, period_start, perceived_rating,
            mean_rating, n_ratings, centre, expected_rating, gap, mean_sentiment,
            centre - 3 * sigma as low, 6 * sigma as limits
        from marts.fct_quality
        where study_code = {study}
        -- first what sounded an alarm last
        order by
            (
                select max(alarms.period_start) from marts.fct_quality_alarms as alarms
                where alarms.study_code = fct_quality.study_code
                    and alarms.item_code = fct_quality.item_code
            ) desc nulls last,
            item_code, period_start
        """,
        study=study.code,
    )
    if not answer.rows:
        return None
    where = {"item_code": chosen("item")}
    items = [(code, title, title) for code, title in answer.combinations("item_code", "title")]
    drawn = [("感知质量", "Perceived", "perceived_rating"), ("中心线", "Centre", "centre")]
    if any(value is not None for value in answer.column("expected_rating")):
        drawn.append(("期望", "Expected", "expected_rating"))
    chart = Block(
        "quality",
        both("感知质量", "Perceived quality"),
        answer,
        option=lines(
            "period_start",
            [(both(zh, en), column, where) for zh, en, column in drawn],
            bands=[("low", "limits", where)],
        ),
        columns=[
            Column("period_start"),
            Column("n_ratings"),
            Column("mean_rating", digits=2),
            Column("perceived_rating", digits=2),
            Column("gap", of="fct_quality", digits=2),
            Column("mean_sentiment", digits=2),
        ],
        choosers=[Chooser("item", both("商品", "Item"), items)],
        where=where,
        note=_LIMITS,
        is_wide=True,
    )
    return Page(
        "quality_loop",
        both("质量闭环", "Quality loop"),
        both("先查何处，改进是否见效。", "Where to look first, and whether repairs helped."),
        [
            chart,
            _ALARMS.block(warehouse, study=study.code),
            _RESPONSES.block(warehouse, study=study.code),
        ],
    )
