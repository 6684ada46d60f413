{# The first year from 1500 to 2099 that a text names, the first of 1927/28; null without one. #}
{% macro first_year_in(expression) -%}
    {%- set plain = half_width("coalesce(" ~ expression ~ ", '')") -%}
    nullif(regexp_extract({{ plain }}, '(1[5-9][0-9][0-9]|20[0-9][0-9])'), '')::integer
{%- endmacro %}
