with

panel as (
    select * from {{ ref('int_econometrics__panel') }}
),

variable_names as (
    select * from {{ ref('int_econometrics__variable_names') }}
),

named as (
    select
        panel.*,
        variable_names.variable_name_zh,
        variable_names.variable_name_en,
        variable_names.formula_kind
    from panel
    left join variable_names
        on
            panel.study_code = variable_names.study_code
            and panel.variable_code = variable_names.variable_code
),

final as (
    select
        study_code::varchar as study_code,
        unit_code::varchar as unit_code,
        year::integer as year,
        variable_code::varchar as variable_code,
        observed_value::double as observed_value,
        imputed_value::double as imputed_value,
        variable_name_zh::varchar as variable_name_zh,
        variable_name_en::varchar as variable_name_en,
        formula_kind::varchar as formula_kind
    from named
)

select * from final
