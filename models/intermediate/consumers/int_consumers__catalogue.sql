-- What could be shown, with how much people turn to it anyway: the reference of novelty.
with
items as (
    select * from {{ ref('int_consumers__items') }}
),

events as (
    select * from {{ ref('int_consumers__events') }}
    where outcome = 'loaded'
),

counted as (
    select
        study_code,
        item_code,
        count(*) as events
    from events
    group by study_code, item_code
),

final as (
    select
        items.study_code,
        items.item_code as item,
        items.category_code as category,
        items.creator_region,
        items.creator_size,
        coalesce(counted.events, 0) as events
    from items
    left join counted
        on
            items.study_code = counted.study_code
            and items.item_code = counted.item_code
)

select * from final
