with
study_indicators as (
    select * from {{ source('config', 'study_indicators') }}
),

final as (
    select
        study_code,
        indicator_code,
        indicator_name_zh,
        indicator_name_en,
        dimension_code,
        dimension_name_zh,
        dimension_name_en,
        direction,
        measure_unit,
        {{ name_key('measure_unit') }} as measure_unit_key,
        valid_min,
        valid_max,
        max_gap_years,
        extend_edges,
        is_in_index,
        to_year as to_year_code,
        growth_of as growth_of_code,
        position as indicator_position
    from study_indicators
)

select * from final
