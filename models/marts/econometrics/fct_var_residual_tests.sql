with

var_results as (
    select * from {{ ref('int_econometrics__var_results') }}
),

unfolded as (
    select
        study_code,
        model_code,
        {{ struct_rows('residual_tests') }}
    from var_results
),

final as (
    select
        study_code::varchar as study_code,
        model_code::varchar as model_code,
        test_code::varchar as test_code,
        equation_code::varchar as equation_code,
        statistic::double as statistic,
        degrees_of_freedom::double as degrees_of_freedom,
        p_value::double as p_value,
        (p_value < 0.05)::boolean as is_rejected
    from unfolded
)

select * from final
