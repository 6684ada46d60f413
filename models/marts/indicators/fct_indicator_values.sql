with
normalized_values as (
    select * from {{ ref('int_indicators__normalized_values') }}
),

study_indicators as (
    select * from {{ ref('stg_config__study_indicators') }}
),

final as (
    select
        normalized_values.study_code,
        normalized_values.unit_code,
        normalized_values.year,
        normalized_values.indicator_code,
        normalized_values.raw_value,
        normalized_values.imputed_value,
        normalized_values.clean_value,
        normalized_values.normalized_value,
        normalized_values.is_imputed,
        normalized_values.imputation_method,
        normalized_values.is_winsorized,
        normalized_values.is_corrected,
        study_indicators.measure_unit,
        normalized_values.source_file,
        normalized_values.sheet_name,
        normalized_values.source_row_number
    from normalized_values
    left join study_indicators
        on
            normalized_values.study_code = study_indicators.study_code
            and normalized_values.indicator_code = study_indicators.indicator_code
)

select * from final
