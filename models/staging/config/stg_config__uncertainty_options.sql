with
study_uncertainty_options as (
    select * from {{ source('config', 'study_uncertainty_options') }}
),

final as (
    select
        study_code,
        choice_code,
        position as option_position,
        option_code,
        winsor_lower,
        winsor_upper
    from study_uncertainty_options
)

select * from final
