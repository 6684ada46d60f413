with
study_indicators as (
    select * from {{ ref('stg_config__study_indicators') }}
),

studies as (
    select * from {{ ref('stg_config__studies') }}
),

dimensions as (
    select * from {{ ref('dimensions') }}
),

measure_conversions as (
    select * from {{ ref('int_indicators__measure_conversions') }}
),

source_units as (
    select
        study_code,
        indicator_code,
        min(measure_unit)
        || case when count(*) > 2 then ', …' else '' end
        || case when count(*) > 1 then ', ' || max(measure_unit) else '' end
            as source_measure_units
    from measure_conversions
    where measure_unit != ''
    group by study_code, indicator_code
),

final as (
    select
        study_indicators.study_code,
        study_indicators.indicator_code,
        study_indicators.indicator_name_zh,
        study_indicators.indicator_name_en,
        study_indicators.dimension_code,
        coalesce(
            study_indicators.dimension_name_zh, dimensions.name_zh, study_indicators.dimension_code
        ) as dimension_name_zh,
        coalesce(
            study_indicators.dimension_name_en, dimensions.name_en, study_indicators.dimension_code
        ) as dimension_name_en,
        study_indicators.direction,
        study_indicators.is_in_index,
        study_indicators.measure_unit,
        source_units.source_measure_units,
        study_indicators.valid_min,
        study_indicators.valid_max,
        coalesce(study_indicators.max_gap_years, studies.max_gap_years) as max_gap_years,
        coalesce(study_indicators.extend_edges, studies.extend_edges) as extend_edges,
        study_indicators.indicator_position
    from study_indicators
    left join studies
        on study_indicators.study_code = studies.study_code
    left join dimensions
        on study_indicators.dimension_code = dimensions.dimension_code
    left join source_units
        on
            study_indicators.study_code = source_units.study_code
            and study_indicators.indicator_code = source_units.indicator_code
)

select * from final
