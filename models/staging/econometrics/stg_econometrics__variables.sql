with
study_variables as (
    select * from {{ source('econometrics', 'study_variables') }}
),

final as (
    select
        study_code,
        variable_code,
        variable_name_zh,
        variable_name_en,
        formula_kind,
        first_input,
        second_input,
        third_input,
        total_input,
        lag_years,
        position as variable_position
    from study_variables
)

select * from final
