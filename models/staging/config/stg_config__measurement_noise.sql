with
study_measurement_noise as (
    select * from {{ source('config', 'study_measurement_noise') }}
),

final as (
    select
        study_code,
        indicator_code,
        relative_error
    from study_measurement_noise
)

select * from final
