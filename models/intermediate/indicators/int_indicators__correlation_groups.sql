with

correlations as (
    select * from {{ ref('int_indicators__correlations') }}
),

study_indicators as (
    select * from {{ ref('stg_config__study_indicators') }}
),

within_dimensions as (
    select
        correlations.study_code,
        study_indicators.dimension_code,
        correlations.indicator_code,
        correlations.other_indicator_code,
        correlations.correlation
    from correlations
    inner join study_indicators
        on
            correlations.study_code = study_indicators.study_code
            and correlations.indicator_code = study_indicators.indicator_code
    inner join study_indicators as others
        on
            correlations.study_code = others.study_code
            and correlations.other_indicator_code = others.indicator_code
            and study_indicators.dimension_code = others.dimension_code
),

final as (
    select * from within_dimensions
    union all
    select
        study_code,
        'all' as dimension_code,
        indicator_code,
        other_indicator_code,
        correlation
    from correlations
)

select * from final
