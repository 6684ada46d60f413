-- An item that too few people bought has no curve: its quantity would tell of them.
with
rows_found as (
    select * from {{ ref('int_consumers__price_curves') }}
),

people_behind as (
    select * from {{ ref('int_consumers__people_behind') }}
    where table_code = 'price_curve' and not is_small
),

curve_input as (
    select * from {{ ref('int_consumers__curve_input') }}
),

items as (
    select * from {{ ref('int_consumers__items') }}
),

published as (
    select
        rows_found.*,
        items.title,
        curve_input.price_cny as current_price_cny,
        (curve_input.price_cny - curve_input.cost_cny) * curve_input.quantity as current_profit_cny
    from rows_found
    inner join people_behind
        on
            rows_found.study_code = people_behind.study_code
            and rows_found.item_code = people_behind.cell
    left join curve_input
        on
            rows_found.study_code = curve_input.study_code
            and rows_found.item_code = curve_input.item_code
    left join items
        on
            rows_found.study_code = items.study_code
            and rows_found.item_code = items.item_code
),

final as (
    select
        {{ contracted() }}
    from published
)

select * from final
