with

results as (
    select * from {{ ref('int_econometrics__regression_results') }}
),

unfolded as (
    select
        study_code,
        model_code,
        {{ struct_rows('fitted') }}
    from results
),

final as (
    select
        study_code::varchar as study_code,
        model_code::varchar as model_code,
        unit_code::varchar as unit_code,
        year::integer as year,
        actual_value::double as actual_value,
        regressor_value::double as regressor_value,
        linear_prediction::double as linear_prediction,
        effect::double as effect,
        fitted_value::double as fitted_value,
        residual::double as residual
    from unfolded
)

select * from final
