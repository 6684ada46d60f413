with

var_results as (
    select * from {{ ref('int_econometrics__var_results') }}
),

unfolded as (
    select
        study_code,
        model_code,
        {{ struct_rows('decomposition') }}
    from var_results
),

final as (
    select
        study_code::varchar as study_code,
        model_code::varchar as model_code,
        variable_code::varchar as variable_code,
        shock_code::varchar as shock_code,
        period::integer as period,
        (period + 1)::integer as eviews_period,
        share::double as share,
        lower::double as lower,
        upper::double as upper,
        forecast_se::double as forecast_se,
        forecast_se_lower::double as forecast_se_lower,
        forecast_se_upper::double as forecast_se_upper
    from unfolded
)

select * from final
