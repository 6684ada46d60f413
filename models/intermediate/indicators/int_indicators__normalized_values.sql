-- A view: on large panels writing the normalised values once costs more than computing them in
-- each of the few scans that read them.
{{ config(materialized='view') }}

with

clean_values as (
    select * from {{ ref('int_indicators__clean_values') }}
),

value_ranges as (
    select * from {{ ref('int_indicators__value_ranges') }}
),

final as (
    select
        clean_values.study_code,
        clean_values.unit_code,
        clean_values.year,
        clean_values.indicator_code,
        value_ranges.dimension_code,
        case
            when value_ranges.entropy_scope = 'per_year' then cast(clean_values.year as varchar)
            else 'pooled'
        end as weight_scope,
        clean_values.raw_value,
        clean_values.imputed_value,
        clean_values.clean_value,
        clean_values.is_imputed,
        clean_values.imputation_method,
        clean_values.is_winsorized,
        clean_values.is_corrected,
        clean_values.source_file,
        clean_values.sheet_name,
        clean_values.source_row_number,
        case
            when clean_values.clean_value is null then null
            when value_ranges.is_constant then 0e0
            when value_ranges.direction = 'negative'
                then
                    (value_ranges.highest_value - clean_values.clean_value)
                    / (value_ranges.highest_value - value_ranges.lowest_value)
            else
                (clean_values.clean_value - value_ranges.lowest_value)
                / (value_ranges.highest_value - value_ranges.lowest_value)
        end as normalized_value
    from clean_values
    inner join value_ranges
        on
            clean_values.study_code = value_ranges.study_code
            and clean_values.indicator_code = value_ranges.indicator_code
)

select * from final
