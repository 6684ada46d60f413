-- What papers print about a VAR, under the names of the seed: the study's first VAR speaks, since
-- printed numbers name no model.
{{ config(materialized='view') }}

with

models as (
    select * from {{ ref('stg_econometrics__var_models') }}
    qualify row_number() over (partition by study_code order by model_position) = 1
),

var_results as (
    select var_results.*
    from {{ ref('int_econometrics__var_results') }} as var_results
    inner join models
        on
            var_results.study_code = models.study_code
            and var_results.model_code = models.model_code
),

responses as (
    select
        study_code,
        {{ struct_rows('responses') }}
    from var_results
),

decomposition as (
    select
        study_code,
        {{ struct_rows('decomposition') }}
    from var_results
),

final as (
    select
        study_code,
        'impulse_response' as statistic,
        impulse_code || '/' || response_code || '/' || period as item_code,
        null::varchar as measure_unit,
        value as own_value
    from responses
    where response_kind = 'orthogonalized'
    union all
    select
        study_code,
        'variance_share' as statistic,
        variable_code || '/' || shock_code || '/' || period as item_code,
        '%' as measure_unit,
        100 * share as own_value
    from decomposition
    union all
    select
        study_code,
        'forecast_se' as statistic,
        variable_code || '/' || period as item_code,
        null::varchar as measure_unit,
        forecast_se as own_value
    from decomposition
    where variable_code = shock_code
)

select * from final
