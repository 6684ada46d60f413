-- Every review with the reason for which it cannot be used, if any.
with
reviews as (
    select * from {{ ref('stg_consumers__reviews') }}
),

studies as (
    select * from {{ ref('stg_config__studies') }}
),

items as (
    select * from {{ ref('int_consumers__items') }}
),

final as (
    select
        reviews.study_code,
        reviews.mapping_code,
        reviews.source_file,
        reviews.row_number,
        reviews.item_code,
        reviews.at_text,
        reviews.written_at,
        reviews.review_text,
        reviews.masked_identifiers,
        reviews.rating_text,
        reviews.rating,
        reviews.rating_low,
        reviews.rating_high,
        items.category_code,
        date_trunc(items.period_kind, reviews.written_at)::date as period_start,
        case
            when reviews.written_at is null then 'time_not_understood'
            when
                year(reviews.written_at) < 1990 or year(reviews.written_at) > studies.last_year
                then 'time_out_of_range'
            when reviews.rating_text is not null and reviews.rating is null then 'not_a_number'
            when
                reviews.rating not between reviews.rating_low and reviews.rating_high
                then 'rating_off_scale'
            when items.item_code is null then 'unlisted_item'
        end as reason_code
    from reviews
    inner join studies on reviews.study_code = studies.study_code
    left join items
        on
            reviews.study_code = items.study_code
            and reviews.item_code = items.item_code
)

select * from final
