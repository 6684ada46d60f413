with
qualities as (
    select * from {{ ref('int_consumers__qualities') }}
    where row_kind = 'value'
),

ratings as (
    select * from {{ ref('int_consumers__ratings') }}
),

items as (
    select * from {{ ref('int_consumers__items') }}
),

reviews as (
    select * from {{ ref('int_consumers__reviews') }}
),

sentiments as (
    select * from {{ ref('int_consumers__sentiments') }}
    where row_kind = 'review'
),

heard as (
    select
        reviews.study_code,
        reviews.item_code,
        reviews.period_start,
        {{ exact_mean('sentiments.sentiment') }} as mean_sentiment
    from reviews
    inner join sentiments
        on
            reviews.study_code = sentiments.study_code
            and reviews.mapping_code = sentiments.mapping_code
            and reviews.source_file = sentiments.source_file
            and reviews.row_number = sentiments.row_number
    group by reviews.study_code, reviews.item_code, reviews.period_start
),

joined as (
    select
        qualities.study_code,
        qualities.item_code,
        items.title,
        items.category_code,
        qualities.period_start,
        ratings.n_ratings,
        ratings.rating_sum / ratings.n_ratings as mean_rating,
        qualities.perceived_rating,
        items.expected_rating,
        qualities.perceived_rating - items.expected_rating as gap,
        heard.mean_sentiment,
        qualities.centre,
        qualities.sigma
    from qualities
    inner join ratings
        on
            qualities.study_code = ratings.study_code
            and qualities.item_code = ratings.item_code
            and qualities.period_start = ratings.period_start
    left join items
        on
            qualities.study_code = items.study_code
            and qualities.item_code = items.item_code
    left join heard
        on
            qualities.study_code = heard.study_code
            and qualities.item_code = heard.item_code
            and qualities.period_start = heard.period_start
),

final as (
    select
        {{ contracted() }}
    from joined
)

select * from final
