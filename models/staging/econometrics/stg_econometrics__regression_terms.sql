with
study_regression_terms as (
    select * from {{ source('econometrics', 'study_regression_terms') }}
),

final as (
    select
        study_code,
        model_code,
        variable_code,
        is_logged,
        position as term_position
    from study_regression_terms
)

select * from final
