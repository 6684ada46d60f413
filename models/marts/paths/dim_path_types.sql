with
path_types as (
    select * from {{ ref('path_types') }}
),

final as (
    select
        path_code::varchar as path_code,
        name_zh::varchar as path_name_zh,
        name_en::varchar as path_name_en,
        dimension_code::varchar as dimension_code,
        position::integer as path_position,
        strength::double as stated_strength,
        description::varchar as description
    from path_types
)

select * from final
