with

variables as (
    select * from {{ ref('stg_econometrics__var_variables') }}
),

variable_names as (
    select * from {{ ref('int_econometrics__variable_names') }}
),

named as (
    select
        variables.*,
        variables.source_code as source_variable_code,
        coalesce(variable_names.variable_name_zh, variables.source_code) as variable_name_zh,
        coalesce(variable_names.variable_name_en, variables.source_code) as variable_name_en
    from variables
    left join variable_names
        on
            variables.study_code = variable_names.study_code
            and variables.source_code = variable_names.variable_code
),

final as (
    select
        {{ contracted() }}
    from named
)

select * from final
