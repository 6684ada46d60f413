-- What the models of a study name: nothing else is computed. A later kind of model adds its part.
with

regression_terms as (
    select * from {{ ref('stg_econometrics__regression_terms') }}
),

autocorrelation as (
    select * from {{ source('econometrics', 'study_autocorrelation') }}
),

var_variables as (
    select * from {{ ref('stg_econometrics__var_variables') }}
),

final as (
    select
        study_code,
        variable_code
    from regression_terms
    union
    select
        study_code,
        variable_code
    from autocorrelation
    union
    select
        study_code,
        source_code as variable_code
    from var_variables
)

select * from final
