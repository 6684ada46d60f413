with
lines as (
    select * from {{ source('consumers', 'consumer_items') }}
),

final as (
    select
        study_code,
        mapping_code,
        source_file,
        row_number,

        item_code,
        replace(replace(trim(category_text), '／', '/'), ' ', '') as category_code,
        title,
        creator_code,
        {{ parse_number('cost_text') }} as cost_cny,
        {{ parse_number('list_price_text') }} as list_price_cny,
        item_text,
        {{ parse_number('expected_rating_text') }} as expected_rating
    from lines
)

select * from final
