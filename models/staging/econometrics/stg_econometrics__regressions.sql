with
study_regressions as (
    select * from {{ source('econometrics', 'study_regressions') }}
),

final as (
    select
        study_code,
        model_code,
        model_name_zh,
        model_name_en,
        effects,
        covariance,
        value_basis,
        first_year,
        last_year,
        region_group_code,
        spatial_model,
        weights_code,
        position as model_position
    from study_regressions
)

select * from final
