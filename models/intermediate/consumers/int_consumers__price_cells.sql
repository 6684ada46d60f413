-- Quantity and unit value per item and month: what elasticities are estimated from.
with
events as (
    select * from {{ ref('int_consumers__events') }}
    where outcome = 'loaded' and kind_code = 'purchase' and price_cny > 0 and quantity > 0
),

items as (
    select * from {{ ref('int_consumers__items') }}
),

final as (
    select
        events.study_code,
        items.category_code,
        events.item_code as item,
        (year(events.occurred_at) * 12 + month(events.occurred_at))::integer as period,
        {{ exact_sum('events.quantity') }} as quantity,
        {{ exact_sum('events.quantity * events.price_cny') }}
        / {{ exact_sum('events.quantity') }} as price,
        {{ exact_sum('events.quantity * events.instrument') }}
        / {{ exact_sum('events.quantity', 'filter (where events.instrument is not null)') }}
            as instrument,
        min(events.price_cny) as lowest_cny,
        max(events.price_cny) as highest_cny
    from events
    inner join items
        on
            events.study_code = items.study_code
            and events.item_code = items.item_code
    group by all
)

select * from final
