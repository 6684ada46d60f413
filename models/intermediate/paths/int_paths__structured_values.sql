{{ config(materialized='view') }}

with
clean_values as (
    select * from {{ ref('int_indicators__clean_values') }}
),

settings as (
    select * from {{ ref('stg_paths__settings') }}
),

final as (
    select
        clean_values.study_code,
        clean_values.unit_code,
        clean_values.year,
        clean_values.indicator_code as feature_code,
        clean_values.clean_value as feature_value
    from clean_values
    inner join settings
        on clean_values.study_code = settings.study_code
)

select * from final
