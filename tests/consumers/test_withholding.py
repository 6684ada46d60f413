"""What is withheld, and how far a request to erase has come: the marts on the smallest rows."""

TRENDS = """
select
    's' as study_code, category_code, 0.5 as growth_share, 0.1 as change_p,
    [date '2024-01-01', date '2024-02-05'] as change_starts, 40 as n_periods,
    0.2 as share_recent, 0.1 as share_before, 0.9 as hot_spot_q, false as is_hot_spot
from (values ('many'), ('few')) as categories (category_code)
"""
BEHIND = """
select 's' as study_code, * from (values
    ('market_trends', 'many|recent', false), ('market_trends', 'many|before', false),
    ('market_trends', 'few|recent', false), ('market_trends', 'few|before', true),
    ('price_elasticity', 'few', true), ('price_curve', 'cup', false), ('price_curve', 'pen', true)
) as cells (table_code, cell, is_small)
"""
ELASTICITIES = """
select 's' as study_code, category_code, 'unit_value' as method_code, -2.0 as elasticity,
    -3.0 as lower, -1.0 as upper, 60 as n_cells, 6 as n_items, 'identified' as status,
    true as is_used
from (values ('many'), ('few')) as categories (category_code)
"""
CURVES = """
select 's' as study_code, item_code, 'many' as category_code, 9.0 as price_cny, 3.0 as quantity,
    1.0 as profit_cny, true as is_best, false as is_extrapolated, -2.0 as elasticity
from (values ('cup'), ('pen')) as items (item_code)
"""
TODAY = """
select 's' as study_code, item_code, 8.0 as price_cny, 5.0 as cost_cny, 10.0 as quantity
from (values ('cup'), ('pen')) as items (item_code)
"""
ITEMS = "select 's' as study_code, 'cup' as item_code, '杯' as title"
REQUESTS = """
select 's' as study_code, 'm' as mapping_code, 'f' as source_file, n as row_number,
    n < 3 as names_somebody, date '2024-04-01' as requested_on, 3 as lines_left_out,
    case when n = 2 then timestamp '2024-05-01 10:00' end as erased_at,
    case when n = 2 then 7 end as lines_erased, null as files_searched, null as bytes_searched,
    null as releases_removed
from range(1, 4) as lines (n)
"""


def test_what_too_few_people_stand_behind_is_withheld_and_nothing_else(compiled_models):
    con = compiled_models.run(
        {
            "int_consumers__trends": TRENDS,
            "int_consumers__people_behind": BEHIND,
            "int_consumers__elasticities": ELASTICITIES,
            "int_consumers__price_curves": CURVES,
            "int_consumers__curve_input": TODAY,
            "int_consumers__items": ITEMS,
        },
        ["fct_market_trends", "fct_price_elasticity", "fct_price_curve"],
    )
    trends = con.sql(
        "select category_code, growth_share, share_recent, share_before, change_count,"
        " is_suppressed from marts.fct_market_trends order by 1"
    )
    assert trends.fetchall() == [
        ("few", None, None, None, 2, True),
        ("many", 0.5, 0.2, 0.1, 2, False),
    ]
    elasticities = con.sql(
        "select category_code, elasticity, lower, is_used from marts.fct_price_elasticity"
        " order by 1"
    )
    assert elasticities.fetchall() == [("few", None, None, False), ("many", -2, -3, True)]
    # an item that few bought has no curve at all
    curve = con.sql("select item_code, title, current_profit_cny from marts.fct_price_curve")
    assert curve.fetchall() == [("cup", "杯", 30.0)]


def test_a_request_is_erased_once_that_is_proven_and_a_line_that_names_nobody_is_none(
    compiled_models,
):
    con = compiled_models.run({"stg_consumers__erasures": REQUESTS}, ["fct_erasures"])
    said = con.sql(
        "select row_number, status_code, lines_erased from marts.fct_erasures order by 1"
    )
    assert said.fetchall() == [(1, "left_out", None), (2, "erased", 7)]
