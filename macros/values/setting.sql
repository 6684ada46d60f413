{# What the study says, else the project's default (dbt var of the same name). #}
{% macro setting(column, var_name=none) -%}
    {%- set value = var(var_name or column.split('.')[-1]) -%}
    {%- if value is none -%}
        {{ column }}
    {%- elif value is string -%}
        coalesce({{ column }}, '{{ value }}')
    {%- else -%}
        coalesce({{ column }}, {{ value | string | lower }})
    {%- endif -%}
{%- endmacro %}
