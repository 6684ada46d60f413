-- Every VAR in the columns of dim_models; the formula lists the variables in Cholesky order.
{{ config(materialized='view') }}

with

models as (
    select * from {{ ref('stg_econometrics__var_models') }}
),

variables as (
    select * from {{ ref('stg_econometrics__var_variables') }}
),

var_results as (
    select * from {{ ref('int_econometrics__var_results') }}
),

studies as (
    select * from {{ ref('stg_config__studies') }}
),

listed_variables as (
    select
        study_code,
        model_code,
        {{ join_in_order('variable_code', 'variable_position', ', ') }} as variables_text
    from variables
    group by study_code, model_code
),

described as (
    select
        models.study_code,
        models.model_code,
        models.model_name_zh,
        models.model_name_en,
        models.value_basis,
        models.trend,
        models.transformation,
        models.estimator,
        models.has_year_effects,
        var_results.model_kind,
        var_results.bias_correction,
        listed_variables.variables_text,
        case
            when models.lags = 1 then '1 lag'
            when models.lags > 1 then models.lags || ' lags'
            else 'lags by ' || upper(models.lag_criterion) || ' up to ' || models.max_lags
        end as lags_text,
        coalesce(models.first_year, studies.first_year) || '–'
        || coalesce(models.last_year, studies.last_year)
        || case
            when models.region_group_code like '!_%' escape '!' then ', units of its own'
            else coalesce(', ' || models.region_group_code, '')
        end
        || coalesce(', ' || models.combine || ' over units', '') as sample_text
    from models
    inner join studies
        on models.study_code = studies.study_code
    inner join var_results
        on
            models.study_code = var_results.study_code
            and models.model_code = var_results.model_code
    inner join listed_variables
        on
            models.study_code = listed_variables.study_code
            and models.model_code = listed_variables.model_code
),

final as (
    select
        study_code,
        model_code,
        model_kind,
        model_name_zh,
        model_name_en,
        variables_text || '; ' || lags_text as formula,
        case
            when model_kind = 'var' then 'trend ' || trend
            else transformation || ', ' || estimator || ', trend ' || trend
        end
        || case when has_year_effects then ', year effects' else '' end
        || coalesce(', bias corrected by ' || nullif(bias_correction, 'none'), '') as effects,
        case model_kind when 'var' then 'classic' else 'cluster' end as covariance,
        value_basis,
        sample_text,
        null::varchar as weights_code
    from described
)

select * from final
