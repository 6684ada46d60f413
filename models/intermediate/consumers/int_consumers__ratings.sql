-- Ratings per item and period.
with
reviews as (
    select * from {{ ref('int_consumers__reviews') }}
    where reason_code is null and rating is not null
),

final as (
    select
        study_code,
        item_code,
        period_start,
        {{ exact_sum('rating') }} as rating_sum,
        count(*) as n_ratings
    from reviews
    group by study_code, item_code, period_start
)

select * from final
