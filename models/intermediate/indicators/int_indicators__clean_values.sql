-- A view: the limits are a few rows, so a copy of the panel would cost more than this join.
{{ config(materialized='view') }}

with
imputed_values as (
    select * from {{ ref('int_indicators__imputed_values') }}
),

value_ranges as (
    select * from {{ ref('int_indicators__value_ranges') }}
),

final as (
    select
        imputed_values.study_code,
        imputed_values.unit_code,
        imputed_values.year,
        imputed_values.indicator_code,

        imputed_values.raw_value,
        imputed_values.imputed_value,
        -- a missing value compares with nothing and falls through to the end: it stays missing
        case
            when imputed_values.imputed_value < value_ranges.winsor_low
                then value_ranges.winsor_low
            when imputed_values.imputed_value > value_ranges.winsor_high
                then value_ranges.winsor_high
            else imputed_values.imputed_value
        end as clean_value,

        value_ranges.dimension_code,
        value_ranges.is_in_index,
        value_ranges.worst_value,
        value_ranges.value_span,
        case
            when value_ranges.entropy_scope = 'per_year' then imputed_values.year::string
            else 'pooled'
        end as weight_scope,
        value_ranges._scope_base + value_ranges._scope_step * imputed_values.year as _scope_number,

        imputed_values.is_imputed,
        imputed_values.imputation_method,
        coalesce(
            imputed_values.imputed_value < value_ranges.winsor_low
            or imputed_values.imputed_value > value_ranges.winsor_high,
            false
        ) as is_winsorized,
        value_ranges.winsor_low,
        value_ranges.winsor_high,

        imputed_values.is_corrected,
        imputed_values.source_file,
        imputed_values.sheet_name,
        imputed_values.source_row_number
    from imputed_values
    left join value_ranges
        on
            imputed_values.study_code = value_ranges.study_code
            and imputed_values.indicator_code = value_ranges.indicator_code
)

select * from final
