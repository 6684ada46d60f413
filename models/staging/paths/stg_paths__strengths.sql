with
study_path_strengths as (
    select * from {{ source('paths', 'study_path_strengths') }}
),

final as (
    select
        study_code,
        path_code,
        strength
    from study_path_strengths
)

select * from final
