-- Cells of the studies that design their own index, denominators included. A view: it is read once.
{{ config(materialized='view') }}

with
settings as (
    select * from {{ ref('int_indicators__composite_settings') }}
),

imputed_values as (
    select * from {{ ref('int_indicators__imputed_values') }}
),

study_indicators as (
    select * from {{ ref('stg_config__study_indicators') }}
),

units as (
    select * from {{ ref('int_units__registered') }}
),

final as (
    select
        imputed_values.study_code,
        imputed_values.unit_code,
        imputed_values.year,
        imputed_values.indicator_code,
        study_indicators.direction,
        units.province_code as area_code,
        imputed_values.raw_value as observed_value,
        imputed_values.imputed_value
    from imputed_values
    inner join settings
        on imputed_values.study_code = settings.study_code
    inner join study_indicators
        on
            imputed_values.study_code = study_indicators.study_code
            and imputed_values.indicator_code = study_indicators.indicator_code
    left join units
        on imputed_values.unit_code = units.unit_code
)

select * from final
