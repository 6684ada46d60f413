-- Cells before winsorizing, under every way of filling gaps, and those of a unit and year as one
-- list: two million rows of codes take ten times the memory. A view: it is read once.
{{ config(materialized='view') }}

with
settings as (
    select * from {{ ref('int_indicators__uncertainty_settings') }}
),

imputed_values as (
    select * from {{ ref('int_indicators__imputed_values') }}
),

missing_cells as (
    select * from {{ ref('int_indicators__missing_cells') }}
),

history as (
    select * from {{ ref('int_indicators__observed_values') }}
    where raw_value is not null
),

study_indicators as (
    select * from {{ ref('stg_config__study_indicators') }}
),

units as (
    select * from {{ ref('int_units__registered') }}
),

measurement_noise as (
    select * from {{ source('config', 'study_measurement_noise') }}
),

-- Neighbours may lie outside the study's years, as in the index's own imputation. Of two equally
-- near years the earlier one serves: a year has four digits, so it only breaks ties.
nearest_years as (
    select
        missing_cells.study_code,
        missing_cells.unit_code,
        missing_cells.year,
        missing_cells.indicator_code,
        min_by(
            history.raw_value, abs(history.year - missing_cells.year) * 10000 + history.year
        ) as nearest_value
    from missing_cells
    inner join history
        on
            missing_cells.study_code = history.study_code
            and missing_cells.unit_code = history.unit_code
            and missing_cells.indicator_code = history.indicator_code
            and abs(history.year - missing_cells.year) <= missing_cells.max_gap_years
    group by
        missing_cells.study_code,
        missing_cells.unit_code,
        missing_cells.year,
        missing_cells.indicator_code
),

cells as (
    select
        imputed_values.study_code,
        imputed_values.unit_code,
        imputed_values.year,
        imputed_values.indicator_code,
        study_indicators.direction,
        study_indicators.dimension_code,
        units.province_code as area_code,
        measurement_noise.relative_error,
        imputed_values.raw_value as observed_value,
        imputed_values.imputed_value,
        coalesce(imputed_values.raw_value, nearest_years.nearest_value) as nearest_value
    from imputed_values
    inner join settings
        on imputed_values.study_code = settings.study_code
    inner join study_indicators
        on
            imputed_values.study_code = study_indicators.study_code
            and imputed_values.indicator_code = study_indicators.indicator_code
            -- a design may divide by an indicator that is not in the index itself
            and (study_indicators.is_in_index or settings.design is not null)
    left join units
        on imputed_values.unit_code = units.unit_code
    left join nearest_years
        on
            imputed_values.study_code = nearest_years.study_code
            and imputed_values.unit_code = nearest_years.unit_code
            and imputed_values.year = nearest_years.year
            and imputed_values.indicator_code = nearest_years.indicator_code
    left join measurement_noise
        on
            imputed_values.study_code = measurement_noise.study_code
            and imputed_values.indicator_code = measurement_noise.indicator_code
),

final as (
    select
        study_code,
        unit_code,
        year,
        max(area_code) as area_code,
        {{ sorted_structs([
            'indicator_code',
            'direction',
            'dimension_code',
            'relative_error',
            'observed_value',
            'imputed_value',
            'nearest_value'
        ]) }} as cells
    from cells
    group by study_code, unit_code, year
)

select * from final
