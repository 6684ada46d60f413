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
        {{ contracted() }}
    from named
)

select * from final
