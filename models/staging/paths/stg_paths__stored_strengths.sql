with
previous_path_strengths as (
    select * from {{ source('paths', 'previous_path_strengths') }}
),

final as (
    select
        study_code,
        path_code,
        dimension_code,
        position,
        strength
    from previous_path_strengths
)

select * from final
