with

var_results as (
    select * from {{ ref('int_econometrics__var_results') }}
),

unfolded as (
    select
        study_code,
        model_code,
        {{ struct_rows('unit_roots') }}
    from var_results
),

final as (
    select
        study_code::varchar as study_code,
        model_code::varchar as model_code,
        variable_code::varchar as variable_code,
        unit_code::varchar as unit_code,
        differences::integer as differences,
        test_code::varchar as test_code,
        statistic::double as statistic,
        p_value::double as p_value,
        lags::double as lags,
        n_observations::integer as n_observations,
        is_stationary::boolean as is_stationary
    from unfolded
)

select * from final
