with
previous_path_models as (
    select * from {{ source('paths', 'previous_path_models') }}
),

final as (
    select
        study_code,
        model_version,
        trained_release_id
    from previous_path_models
)

select * from final
