-- A view: the limits are a few rows, so a copy of the panel would cost more than this join.
{{ config(materialized='view') }}

with
imputed_values as (
    select * from {{ ref('int_indicators__imputed_values') }}
),

winsor_limits as (
    select * from {{ ref('int_indicators__winsor_limits') }}
),

final as (
    select
        imputed_values.study_code,
        imputed_values.unit_code,
        imputed_values.year,
        imputed_values.indicator_code,

        imputed_values.raw_value,
        imputed_values.imputed_value,
        -- greatest() and least() skip null, so a missing value would become a limit without this
        case
            when imputed_values.imputed_value is not null
                then greatest(
                    least(imputed_values.imputed_value, winsor_limits.winsor_high),
                    winsor_limits.winsor_low
                )
        end as clean_value,

        imputed_values.is_imputed,
        imputed_values.imputation_method,
        coalesce(
            imputed_values.imputed_value < winsor_limits.winsor_low
            or imputed_values.imputed_value > winsor_limits.winsor_high,
            false
        ) as is_winsorized,
        winsor_limits.winsor_low,
        winsor_limits.winsor_high,

        imputed_values.is_corrected,
        imputed_values.source_file,
        imputed_values.sheet_name,
        imputed_values.source_row_number
    from imputed_values
    left join winsor_limits
        on
            imputed_values.study_code = winsor_limits.study_code
            and imputed_values.indicator_code = winsor_limits.indicator_code
)

select * from final
