-- Which features a study reads, and as what: by its own mapping, else as the feature goes anyway.
with
settings as (
    select * from {{ ref('stg_paths__settings') }}
),

study_indicators as (
    select * from {{ ref('stg_config__study_indicators') }}
),

themes as (
    select * from {{ ref('themes') }}
),

path_features as (
    select * from {{ ref('path_features') }}
),

path_types as (
    select * from {{ ref('path_types') }}
),

networks as (
    select * from {{ ref('int_paths__networks') }}
),

own_mapping as (
    select * from {{ source('paths', 'study_path_features') }}
),

offered as (
    select
        settings.study_code,
        'structured' as block_code,
        study_indicators.indicator_code as feature_code,
        study_indicators.indicator_code as mapped_code,
        study_indicators.indicator_name_zh as name_zh,
        study_indicators.indicator_name_en as name_en,
        study_indicators.direction,
        case when study_indicators.is_in_index then study_indicators.dimension_code end
            as dimension_code
    from settings
    inner join study_indicators
        on settings.study_code = study_indicators.study_code
    union all
    select
        settings.study_code,
        'text' as block_code,
        themes.theme_code as feature_code,
        themes.theme_code as mapped_code,
        themes.name_zh || '（文本）' as name_zh,
        themes.name_en || ' (texts)' as name_en,
        'positive' as direction,
        themes.dimension_code
    from settings
    cross join themes
    union all
    select
        networks.study_code,
        'network' as block_code,
        networks.network_code || '.' || path_features.feature_code as feature_code,
        path_features.feature_code as mapped_code,
        path_features.name_zh || '（' || networks.network_name_zh || '）' as name_zh,
        path_features.name_en || ' (' || networks.network_name_en || ')' as name_en,
        'positive' as direction,
        path_features.dimension_code
    from networks
    cross join path_features
),

final as (
    select
        offered.study_code,
        offered.block_code,
        offered.feature_code,
        offered.name_zh,
        offered.name_en,
        offered.direction,
        path_types.dimension_code
    from offered
    left join own_mapping
        on
            offered.study_code = own_mapping.study_code
            and offered.mapped_code = own_mapping.feature_code
    inner join path_types
        on
            case
                when own_mapping.feature_code is null then offered.dimension_code
                else own_mapping.dimension_code
            end = path_types.dimension_code
)

select * from final
