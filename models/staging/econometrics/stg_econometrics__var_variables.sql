with
study_var_variables as (
    select * from {{ source('econometrics', 'study_var_variables') }}
),

final as (
    select
        study_code,
        model_code,
        variable_code,
        source_code,
        is_logged,
        differences,
        held_by,
        is_exogenous,
        delays,
        ahead,
        ahead_value,
        position as variable_position
    from study_var_variables
)

select * from final
