with
results as (
    select * from {{ ref('int_paths__results') }}
),

unfolded as (
    select
        study_code,
        {{ struct_rows('strengths') }}
    from results
),

path_types as (
    select * from {{ ref('path_types') }}
),

final as (
    select
        unfolded.study_code::string as study_code,
        unfolded.path_code::string as path_code,
        path_types.dimension_code::string as dimension_code,
        path_types.position::integer as position,
        unfolded.strength::double as strength,
        unfolded.n_labelled::integer as n_labelled,
        unfolded.is_stated::boolean as is_stated
    from unfolded
    inner join path_types
        on unfolded.path_code = path_types.path_code
)

select * from final
