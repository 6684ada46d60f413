with

used_variables as (
    select * from {{ ref('int_econometrics__used_variables') }}
),

variables as (
    select * from {{ source('econometrics', 'study_variables') }}
),

imputed_values as (
    select * from {{ ref('int_indicators__imputed_values') }}
),

observed_values as (
    select * from {{ ref('int_indicators__observed_values') }}
    where not is_study_year and raw_value is not null
),

inputs as (
    {% for input in ('first_input', 'second_input', 'third_input', 'total_input') %}
        select
            variables.study_code,
            variables.{{ input }} as indicator_code
        from variables
        inner join used_variables
            on
                variables.study_code = used_variables.study_code
                and variables.variable_code = used_variables.variable_code
        {{ 'union' if not loop.last }}
    {% endfor %}
),

wanted as (
    select
        study_code,
        variable_code as indicator_code
    from used_variables
    union
    select
        study_code,
        indicator_code
    from inputs
),

final as (
    select
        imputed_values.study_code,
        imputed_values.unit_code,
        imputed_values.year,
        imputed_values.indicator_code,
        imputed_values.raw_value as observed_value,
        imputed_values.imputed_value,
        true as is_study_year
    from imputed_values
    inner join wanted
        on
            imputed_values.study_code = wanted.study_code
            and imputed_values.indicator_code = wanted.indicator_code
    union all
    -- years around the study: a lag looks back into them
    select
        observed_values.study_code,
        observed_values.unit_code,
        observed_values.year,
        observed_values.indicator_code,
        observed_values.raw_value as observed_value,
        observed_values.raw_value as imputed_value,
        false as is_study_year
    from observed_values
    inner join wanted
        on
            observed_values.study_code = wanted.study_code
            and observed_values.indicator_code = wanted.indicator_code
)

select * from final
