with

path_types as (
    select * from {{ ref('path_types') }}
),

final as (
    select
        {{ contracted(
            path_name_zh='name_zh',
            path_name_en='name_en',
            path_position='position',
            stated_strength='strength'
        ) }}
    from path_types
)

select * from final
