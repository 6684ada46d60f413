-- What the warehouse says about numbers that papers print, under the names that the seed gives
-- them. Each domain says its own in a model of its own; a column that it has no use for is null.
{% set columns = {
    'study_code': 'varchar',
    'statistic': 'varchar',
    'unit_code': 'varchar',
    'year': 'integer',
    'item_code': 'varchar',
    'measure_unit': 'varchar',
    'own_value': 'double',
} %}
{% set whole_period = ['unit_code', 'year'] %}
{% set without_unit = ['unit_code', 'year', 'measure_unit'] %}
{% set parts = {
    'int_indicators__own_results': [],
    'int_econometrics__own_results': whole_period,
    'int_text__own_results': without_unit,
    'int_networks__own_results': [],
    'int_paths__own_results': [],
} %}

with
final as (
    {%- for part, lacking in parts.items() %}
        select
            {%- for column, kind in columns.items() %}
                {{ 'null' if column in lacking else column }}::{{ kind }} as {{ column }}
                {%- if not loop.last %},{% endif %}
            {%- endfor %}
        from {{ ref(part) }}
        {% if not loop.last %}union all{% endif %}
    {%- endfor %}
)

select * from final
