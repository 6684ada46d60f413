with
feature_map as (
    select * from {{ ref('int_paths__feature_map') }}
),

study_units as (
    select * from {{ source('config', 'study_units') }}
),

study_years as (
    select * from {{ ref('stg_config__study_years') }}
),

clean_values as (
    select * from {{ ref('int_indicators__clean_values') }}
),

settings as (
    select * from {{ ref('stg_paths__settings') }}
),

unit_year_themes as (
    select * from {{ ref('int_text__unit_year_themes') }}
),

network_values as (
    select * from {{ ref('int_paths__network_values') }}
),

block_values as (
    select
        clean_values.study_code,
        'structured' as block_code,
        clean_values.unit_code,
        clean_values.year,
        clean_values.indicator_code as feature_code,
        clean_values.clean_value as feature_value
    from clean_values
    inner join settings
        on clean_values.study_code = settings.study_code
    union all
    select
        study_code,
        'text' as block_code,
        unit_code,
        year,
        theme_code as feature_code,
        theme_score as feature_value
    from unit_year_themes
    union all
    select
        study_code,
        'network' as block_code,
        unit_code,
        year,
        feature_code,
        feature_value
    from network_values
),

final as (
    select
        block_values.study_code,
        block_values.block_code,
        block_values.feature_code,
        feature_map.dimension_code,
        feature_map.direction,
        block_values.unit_code,
        block_values.year,
        block_values.feature_value
    from block_values
    inner join feature_map
        on
            block_values.study_code = feature_map.study_code
            and block_values.block_code = feature_map.block_code
            and block_values.feature_code = feature_map.feature_code
    -- texts and networks may speak of units and years that the study does not cover
    inner join study_units
        on
            block_values.study_code = study_units.study_code
            and block_values.unit_code = study_units.unit_code
    inner join study_years
        on
            block_values.study_code = study_years.study_code
            and block_values.year = study_years.year
)

select * from final
