with

var_results as (
    select * from {{ ref('int_econometrics__var_results') }}
),

unfolded as (
    select
        study_code,
        model_code,
        {{ struct_rows('responses') }}
    from var_results
),

final as (
    select
        study_code::varchar as study_code,
        model_code::varchar as model_code,
        response_kind::varchar as response_kind,
        impulse_code::varchar as impulse_code,
        response_code::varchar as response_code,
        period::integer as period,
        (period + 1)::integer as eviews_period,
        value::double as value,
        lower::double as lower,
        upper::double as upper,
        standard_error::double as standard_error
    from unfolded
)

select * from final
