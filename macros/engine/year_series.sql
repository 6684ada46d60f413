{# One row per year from the first to the last, both included. #}
{% macro year_series(first, last) %}
    {{- return(adapter.dispatch('year_series')(first, last)) -}}
{% endmacro %}
{% macro default__year_series(first, last) -%}
    unnest(generate_series({{ first }}, {{ last }}))::integer
{%- endmacro %}
{% macro spark__year_series(first, last) -%}
    explode(sequence(cast({{ first }} as int), cast({{ last }} as int)))
{%- endmacro %}
