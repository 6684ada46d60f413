with

var_results as (
    select * from {{ ref('int_econometrics__var_results') }}
),

unfolded as (
    select
        study_code,
        model_code,
        {{ struct_rows('coefficients') }}
    from var_results
),

final as (
    select
        study_code::varchar as study_code,
        model_code::varchar as model_code,
        equation_code::varchar as equation_code,
        term_code::varchar as term_code,
        regressor_code::varchar as regressor_code,
        lag::integer as lag,
        coefficient::double as coefficient,
        uncorrected_coefficient::double as uncorrected_coefficient,
        standard_error::double as standard_error,
        t_statistic::double as t_statistic,
        p_value::double as p_value,
        lower::double as lower,
        upper::double as upper
    from unfolded
)

select * from final
