-- What the warehouse says about numbers that papers print, under the names that the seed gives
-- them. Each domain says its own in a model of its own.
with

final as (
    {%- for part in parts_of('own_results') %}
        select
            study_code::varchar as study_code,
            statistic::varchar as statistic,
            unit_code::varchar as unit_code,
            year::integer as year,
            item_code::varchar as item_code,
            measure_unit::varchar as measure_unit,
            own_value::double as own_value
        from {{ ref(part) }}
        {% if not loop.last %}union all{% endif %}
    {%- endfor %}
)

select * from final
