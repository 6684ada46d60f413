-- Items whose price may be judged: a cost, and a category whose elasticity is identified.
with
cells as (
    select * from {{ ref('int_consumers__price_cells') }}
),

items as (
    select * from {{ ref('int_consumers__items') }}
    where cost_cny > 0
),

elasticities as (
    select * from {{ ref('int_consumers__elasticities') }}
    where is_used
),

spans as (
    select
        study_code,
        item,
        {{ exact_mean('quantity') }} as quantity,
        {{ exact_sum('quantity * price') }} / {{ exact_sum('quantity') }} as price_cny,
        min(lowest_cny) as lowest_cny,
        max(highest_cny) as highest_cny
    from cells
    group by study_code, item
),

final as (
    select
        items.study_code,
        items.item_code,
        items.category_code,
        items.cost_cny,
        elasticities.elasticity,
        spans.quantity,
        spans.price_cny,
        spans.lowest_cny,
        spans.highest_cny
    from items
    inner join elasticities
        on
            items.study_code = elasticities.study_code
            and items.category_code = elasticities.category_code
    inner join spans
        on
            items.study_code = spans.study_code
            and items.item_code = spans.item
    where items.cost_cny < spans.highest_cny
)

select * from final
