with
clean_values as (
    select * from {{ ref('int_indicators__clean_values') }}
),

study_indicators as (
    select * from {{ ref('stg_config__study_indicators') }}
),

final as (
    select
        clean_values.study_code,
        clean_values.unit_code,
        clean_values.year,
        clean_values.indicator_code,
        clean_values.raw_value,
        clean_values.imputed_value,
        clean_values.clean_value,
        case
            when clean_values.is_in_index
                then
                    {{ min_max_position(
                        'clean_values.clean_value',
                        'clean_values.worst_value',
                        'clean_values.value_span'
                    ) }}
        end as normalized_value,
        clean_values.is_imputed,
        clean_values.imputation_method,
        clean_values.is_winsorized,
        clean_values.is_corrected,
        study_indicators.measure_unit,
        clean_values.source_file,
        clean_values.sheet_name,
        clean_values.source_row_number
    from clean_values
    left join study_indicators
        on
            clean_values.study_code = study_indicators.study_code
            and clean_values.indicator_code = study_indicators.indicator_code
)

select * from final
