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
    select * from {{ ref('int_econometrics__var_models') }}
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
)

select * from final
