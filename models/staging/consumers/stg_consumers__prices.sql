with
lines as (
    select * from {{ source('consumers', 'consumer_prices') }}
),

final as (
    select
        study_code,
        mapping_code,
        source_file,
        row_number,

        item_code,
        seller_name,
        at_text,
        {{ parse_time('at_text') }} as observed_at,
        {{ parse_number('price_text') }} as price_cny
    from lines
)

select * from final
