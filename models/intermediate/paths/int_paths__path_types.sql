with
settings as (
    select * from {{ ref('stg_paths__settings') }}
),

path_types as (
    select * from {{ ref('path_types') }}
),

strengths as (
    select * from {{ source('paths', 'study_path_strengths') }}
),

final as (
    select
        settings.study_code,
        path_types.path_code,
        path_types.dimension_code,
        path_types.position,
        coalesce(strengths.strength, path_types.strength) as strength
    from settings
    cross join path_types
    left join strengths
        on
            settings.study_code = strengths.study_code
            and path_types.path_code = strengths.path_code
)

select * from final
