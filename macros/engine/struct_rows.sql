{# One row per struct of a list, its fields as columns: for a Python model that says several things
   about one run. #}
{% macro struct_rows(column) -%}
    {{ return(adapter.dispatch('struct_rows', 'wenmai')(column)) }}
{%- endmacro %}

{% macro default__struct_rows(column) -%}
    unnest({{ column }}, recursive := true)
{%- endmacro %}

{% macro spark__struct_rows(column) -%}
    inline({{ column }})
{%- endmacro %}
