-- A small table of its own, so that the normalised values can stay a view: one scan finds the
-- ranges, and every later scan joins these few rows instead of reading a second wide table.
with

clean_values as (
    select * from {{ ref('int_indicators__clean_values') }}
),

study_indicators as (
    select * from {{ ref('stg_config__study_indicators') }}
),

settings as (
    select * from {{ ref('stg_config__studies') }}
),

ranges as (
    select
        study_code,
        indicator_code,
        min(clean_value) as lowest_value,
        max(clean_value) as highest_value
    from clean_values
    group by study_code, indicator_code
),

final as (
    select
        study_indicators.study_code,
        study_indicators.indicator_code,
        study_indicators.dimension_code,
        study_indicators.direction,
        settings.entropy_scope,
        ranges.lowest_value,
        ranges.highest_value,
        ranges.lowest_value = ranges.highest_value as is_constant
    from study_indicators
    inner join settings
        on study_indicators.study_code = settings.study_code
    left join ranges
        on
            study_indicators.study_code = ranges.study_code
            and study_indicators.indicator_code = ranges.indicator_code
)

select * from final
