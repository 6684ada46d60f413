with

regression_terms as (
    select * from {{ ref('stg_econometrics__regression_terms') }}
),

written as (
    select
        *,
        case when is_logged then 'ln(' || variable_code || ')' else variable_code end as term_text
    from regression_terms
),

dependents as (
    select * from written
    where term_position = 0
),

right_sides as (
    select
        study_code,
        model_code,
        {{ join_in_order('term_text', 'term_position', ' + ') }} as right_side
    from written
    where term_position > 0
    group by study_code, model_code
),

final as (
    select
        dependents.study_code,
        dependents.model_code,
        dependents.variable_code as dependent_code,
        dependents.is_logged as is_dependent_logged,
        dependents.term_text || ' ~ ' || right_sides.right_side as formula
    from dependents
    inner join right_sides
        on
            dependents.study_code = right_sides.study_code
            and dependents.model_code = right_sides.model_code
)

select * from final
