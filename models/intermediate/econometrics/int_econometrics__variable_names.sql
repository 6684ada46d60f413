with

variables as (
    select * from {{ source('econometrics', 'study_variables') }}
),

study_indicators as (
    select * from {{ ref('stg_config__study_indicators') }}
),

final as (
    select
        study_code,
        indicator_code as variable_code,
        indicator_name_zh as variable_name_zh,
        indicator_name_en as variable_name_en,
        'indicator' as formula_kind
    from study_indicators
    union all
    select
        study_code,
        variable_code,
        variable_name_zh,
        variable_name_en,
        formula_kind
    from variables
)

select * from final
