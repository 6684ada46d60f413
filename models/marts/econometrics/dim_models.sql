with

regressions as (
    select * from {{ ref('int_econometrics__regressions') }}
),

named as (
    select * from {{ source('econometrics', 'study_regressions') }}
),

formulas as (
    select * from {{ ref('int_econometrics__regression_formulas') }}
),

vars as (
    select * from {{ source('econometrics', 'study_var_models') }}
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
        vars.study_code,
        vars.model_code,
        vars.model_name_zh,
        vars.model_name_en,
        vars.value_basis,
        vars.trend,
        vars.transformation,
        vars.estimator,
        vars.has_year_effects,
        var_results.model_kind,
        var_results.bias_correction,
        listed_variables.variables_text,
        case
            when vars.lags = 1 then '1 lag'
            when vars.lags > 1 then vars.lags || ' lags'
            else 'lags by ' || upper(vars.lag_criterion) || ' up to ' || vars.max_lags
        end as lags_text,
        coalesce(vars.first_year, studies.first_year) || '–'
        || coalesce(vars.last_year, studies.last_year)
        || case
            when vars.region_group_code like '!_%' escape '!' then ', units of its own'
            else coalesce(', ' || vars.region_group_code, '')
        end
        || coalesce(', ' || vars.combine || ' over units', '') as sample_text
    from vars
    inner join studies
        on vars.study_code = studies.study_code
    inner join var_results
        on
            vars.study_code = var_results.study_code
            and vars.model_code = var_results.model_code
    inner join listed_variables
        on
            vars.study_code = listed_variables.study_code
            and vars.model_code = listed_variables.model_code
),

-- Every VAR in the columns of dim_models; the formula lists the variables in Cholesky order.
var_models as (
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
),

-- Every declared model of every kind; another kind adds one more part to the union.
models as (
    select
        regressions.study_code,
        regressions.model_code,
        case
            when regressions.spatial_model is null then 'panel'
            else 'spatial_' || regressions.spatial_model
        end as model_kind,
        named.model_name_zh,
        named.model_name_en,
        formulas.formula,
        regressions.effects,
        regressions.covariance,
        regressions.value_basis,
        regressions.first_year || '–' || regressions.last_year
        || case
            when regressions.region_group_code like '!_%' escape '!' then ', units of its own'
            else coalesce(', ' || regressions.region_group_code, '')
        end as sample_text,
        regressions.weights_code
    from regressions
    inner join named
        on
            regressions.study_code = named.study_code
            and regressions.model_code = named.model_code
    inner join formulas
        on
            regressions.study_code = formulas.study_code
            and regressions.model_code = formulas.model_code
    union all
    select
        study_code,
        model_code,
        model_kind,
        model_name_zh,
        model_name_en,
        formula,
        effects,
        covariance,
        value_basis,
        sample_text,
        weights_code
    from var_models
),

final as (
    select
        {{ contracted() }}
    from models
)

select * from final
