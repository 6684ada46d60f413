{% set parts = {
    'structured': 'int_paths__structured_values',
    'text': 'int_paths__text_values',
    'network': 'int_paths__network_values',
} %}

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

block_values as (
    {%- for block, part in parts.items() %}
        select
            study_code,
            '{{ block }}' as block_code,
            unit_code,
            year,
            feature_code,
            feature_value
        from {{ ref(part) }}
        {% if not loop.last %}union all{% endif %}
    {%- endfor %}
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
