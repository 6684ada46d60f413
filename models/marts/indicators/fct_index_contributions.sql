with

contributions as (
    select * from {{ ref('int_indicators__contributions') }}
),

final as (
    select
        study_code::varchar as study_code,
        unit_code::varchar as unit_code,
        year::integer as year,
        indicator_code::varchar as indicator_code,
        dimension_code::varchar as dimension_code,
        normalized_value::double as normalized_value,
        weight::double as weight,
        contribution::double as contribution
    from contributions
)

select * from final
