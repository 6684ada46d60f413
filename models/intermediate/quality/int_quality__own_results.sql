-- What the warehouse says about numbers that papers print, under the names that the seed gives
-- them. Each domain says its own in a model of its own.
with

final as (
    {%- for part in parts_of('own_results') %}
        select
            study_code::string as study_code,
            statistic::string as statistic,
            unit_code::string as unit_code,
            year::integer as year,
            item_code::string as item_code,
            measure_unit::string as measure_unit,
            own_value::double as own_value
        from {{ ref(part) }}
        {% if not loop.last %}union all{% endif %}
    {%- endfor %}
)

select * from final
