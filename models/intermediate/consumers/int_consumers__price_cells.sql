-- Quantity and unit value per item and month: what elasticities are estimated from.
with
sales as (
    select * from {{ ref('int_consumers__located') }}
    where is_sale
),

final as (
    select
        study_code,
        category_code,
        item_code as item,
        month_number as period,
        {{ exact_sum('quantity') }} as quantity,
        {{ exact_sum('quantity * price_cny') }} / {{ exact_sum('quantity') }} as price,
        {{ exact_sum('quantity * instrument') }}
        / {{ exact_sum('quantity', 'filter (where instrument is not null)') }} as instrument,
        min(price_cny) as lowest_cny,
        max(price_cny) as highest_cny
    from sales
    group by study_code, category_code, item_code, month_number
)

select * from final
