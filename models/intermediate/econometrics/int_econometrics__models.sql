-- Every declared model of every kind; another kind adds one more part to the union.
with

regressions as (
    select * from {{ ref('int_econometrics__regressions') }}
),

named as (
    select * from {{ ref('stg_econometrics__regressions') }}
),

formulas as (
    select * from {{ ref('int_econometrics__regression_formulas') }}
),

var_models as (
    select * from {{ ref('stg_econometrics__var_models') }}
),

var_variables as (
    select * from {{ ref('stg_econometrics__var_variables') }}
),

studies as (
    select * from {{ ref('stg_config__studies') }}
),

var_formulas as (
    select
        study_code,
        model_code,
        {{ join_in_order('variable_code', 'variable_position', ', ') }} as formula
    from var_variables
    group by study_code, model_code
),

final as (
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
        var_models.study_code,
        var_models.model_code,
        var_models.kind as model_kind,
        var_models.model_name_zh,
        var_models.model_name_en,
        var_formulas.formula,
        var_models.transformation as effects,
        null::varchar as covariance,
        var_models.value_basis,
        coalesce(var_models.first_year, studies.first_year) || '–'
        || coalesce(var_models.last_year, studies.last_year)
        || coalesce(', ' || var_models.region_group_code, '') as sample_text,
        null::varchar as weights_code
    from var_models
    inner join studies
        on var_models.study_code = studies.study_code
    inner join var_formulas
        on
            var_models.study_code = var_formulas.study_code
            and var_models.model_code = var_formulas.model_code
)

select * from final
