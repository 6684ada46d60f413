with

used_variables as (
    select * from {{ ref('int_econometrics__used_variables') }}
),

cells as (
    select * from {{ ref('int_econometrics__input_cells') }}
    where is_study_year
),

derived_values as (
    select * from {{ ref('int_econometrics__derived_values') }}
),

all_values as (
    select
        study_code,
        unit_code,
        year,
        indicator_code as variable_code,
        observed_value,
        imputed_value
    from cells
    union all
    select
        study_code,
        unit_code,
        year,
        variable_code,
        observed_value,
        imputed_value
    from derived_values
),

final as (
    select all_values.*
    from all_values
    inner join used_variables
        on
            all_values.study_code = used_variables.study_code
            and all_values.variable_code = used_variables.variable_code
)

select * from final
