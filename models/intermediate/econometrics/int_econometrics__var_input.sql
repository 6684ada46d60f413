-- Levels of the variables of every VAR: raw values, not winsorised ones, whose tails are cut. A
-- view: it is read once.
{{ config(materialized='view') }}

with

models as (
    select * from {{ source('econometrics', 'study_var_models') }}
),

variables as (
    select * from {{ ref('stg_econometrics__var_variables') }}
),

studies as (
    select * from {{ ref('stg_config__studies') }}
),

region_units as (
    select * from {{ ref('int_econometrics__region_units') }}
),

panel as (
    select * from {{ ref('int_econometrics__panel') }}
),

study_units as (
    select * from {{ source('config', 'study_units') }}
),

members as (
    select
        models.study_code,
        models.model_code,
        models.value_basis,
        study_units.unit_code,
        coalesce(models.first_year, studies.first_year) as first_year,
        coalesce(models.last_year, studies.last_year) as last_year
    from models
    inner join studies
        on models.study_code = studies.study_code
    inner join study_units
        on models.study_code = study_units.study_code
    left join region_units
        on
            models.study_code = region_units.study_code
            and models.region_group_code = region_units.region_group_code
            and study_units.unit_code = region_units.unit_code
    where models.region_group_code is null or region_units.unit_code is not null
),

final as (
    select
        members.study_code,
        members.model_code,
        members.unit_code,
        panel.year,
        variables.variable_code,
        case members.value_basis
            when 'imputed' then panel.imputed_value
            else panel.observed_value
        end as value
    from members
    inner join variables
        on
            members.study_code = variables.study_code
            and members.model_code = variables.model_code
    inner join panel
        on
            members.study_code = panel.study_code
            and members.unit_code = panel.unit_code
            and variables.source_code = panel.variable_code
            and members.first_year <= panel.year
            -- forecasts take exogenous variables after the sample as far as they are known
            and (members.last_year >= panel.year or variables.is_exogenous)
)

select * from final
