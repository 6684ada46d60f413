{# The themes of seeds/text/themes.csv: columns have to be named before rows are read. #}
{% macro theme_codes() -%}
    {{ return([
        'policy_support',
        'technology_embedding',
        'brand_communication',
        'culture_tourism_integration',
        'talent_support',
    ]) }}
{%- endmacro %}
