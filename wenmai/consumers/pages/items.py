"""What prices earn most, and whether quality is what people expect."""

from wenmai.atlas.blocks import SAID, Answer, Block, Chooser, Column, Page, chosen
from wenmai.atlas.charts import lines
from wenmai.atlas.studies import StudyInfo
from wenmai.atlas.tables import Table
from wenmai.atlas.texts import Texts
from wenmai.atlas.warehouse import Warehouse
from wenmai.consumers.pages import findings
from wenmai.labels import label

TEXT = Texts(
    "pages.items",
    *("elasticities", "elasticities_note", "prices", "best_price", "profit_then", "rests_on"),
    *("best_prices_note", "competitors_moves", "alarms", "repairs", "repairs_note"),
    *("quality_note", "curve", "extrapolated", "prices_seen", "best", "price_yuan"),
    *("profit_of_month", "item", "curve_note", "prices_title", "prices_lead", "quality"),
    *("quality_loop_title", "quality_loop_lead", "perceived", "centre", "expected"),
)

_ELASTICITIES = Table(
    "elasticities",
    TEXT("elasticities"),
    """
    select category_code, method_code, elasticity, lower, upper, n_cells, status, status_zh,
        is_used
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
        Column("status_zh", "status", heading=label("status")),
    ),
    TEXT("elasticities_note"),
    is_wide=True,
)
_BEST = Table(
    "best",
    TEXT("prices"),
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
        Column("price_cny", heading=TEXT("best_price"), digits=1),
        Column("current_profit_cny", digits=0),
        Column("profit_cny", heading=TEXT("profit_then"), digits=0),
        Column("elasticity", digits=2),
        Column("seen_zh", "seen_en", heading=TEXT("rests_on")),
    ),
    TEXT("best_prices_note"),
    most=100,
    is_wide=True,
)
_MOVES = Table(
    "moves",
    TEXT("competitors_moves"),
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
    TEXT("alarms"),
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
    TEXT("repairs"),
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
    TEXT("repairs_note"),
    is_wide=True,
)
_LIMITS = TEXT("quality_note")


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
            case when is_best then profit_cny end as best, quantity, is_best, is_extrapolated,
            current_price_cny, current_profit_cny
        from marts.fct_price_curve
        where study_code = {study}
        -- first what another price adds most to
        order by
            max(profit_cny - current_profit_cny) over (partition by item_code) desc,
            item_code, price_cny
        """,
        study=study.code,
    )
    blocks = [findings.titled(elasticities, findings.reacts_most)]
    if answer.rows:
        best = _BEST.block(warehouse, study=study.code)
        blocks = [findings.titled(best, findings.prices_follow), _curve(answer), *blocks]
    blocks.append(findings.titled(_MOVES.block(warehouse, study=study.code), findings.moves))
    return Page(
        "prices",
        TEXT("prices_title"),
        TEXT("prices_lead"),
        blocks,
    )


def _curve(answer: Answer) -> Block:
    answer = answer.saying(["item_code"], findings.of_choice(findings.price_of_item))
    where = {"item_code": chosen("item")}
    option = lines(
        "price_cny",
        [
            (TEXT("extrapolated"), "profit_cny", where),
            (TEXT("prices_seen"), "profit_seen", where),
            (TEXT("best"), "best", where),
        ],
        x_name=TEXT("price_yuan"),
        y_name=TEXT("profit_of_month"),
    )
    option["series"][-1]["endLabel"] = {"offset": [-8, -16]}  # a point on the others' line
    items = [(code, title, title) for code, title in answer.combinations("item_code", "title")]
    return Block(
        "curve",
        TEXT("curve"),
        answer,
        option=option,
        columns=[
            Column("price_cny", digits=1),
            Column("quantity", digits=1),
            Column("profit_cny", digits=0),
        ],
        choosers=[Chooser("item", TEXT("item"), items)],
        where=where,
        note=TEXT("curve_note"),
        said=SAID,
        is_wide=True,
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
    answer = answer.saying(["item_code"], findings.of_choice(findings.perceived))
    where = {"item_code": chosen("item")}
    items = [(code, title, title) for code, title in answer.combinations("item_code", "title")]
    drawn = {"perceived": "perceived_rating", "centre": "centre"}
    if any(value is not None for value in answer.column("expected_rating")):
        drawn["expected"] = "expected_rating"
    chart = Block(
        "quality",
        TEXT("quality"),
        answer,
        option=lines(
            "period_start",
            [(TEXT(name), column, where) for name, column in drawn.items()],
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
        choosers=[Chooser("item", TEXT("item"), items)],
        where=where,
        note=_LIMITS,
        said=SAID,
        is_wide=True,
    )
    return Page(
        "quality_loop",
        TEXT("quality_loop_title"),
        TEXT("quality_loop_lead"),
        [
            chart,
            findings.titled(_ALARMS.block(warehouse, study=study.code), findings.alarms),
            findings.titled(_RESPONSES.block(warehouse, study=study.code), findings.repairs),
        ],
    )
