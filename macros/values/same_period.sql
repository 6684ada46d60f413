{# Join condition: the same series, one indicator of one unit. #}
{% macro same_series(one, other) -%}
    {{ one }}.study_code = {{ other }}.study_code
    and {{ one }}.unit_code = {{ other }}.unit_code
    and {{ one }}.indicator_code = {{ other }}.indicator_code
{%- endmacro %}

{# Join condition: the same months of the same year of a series. #}
{% macro same_period(one, other) -%}
    {{ same_series(one, other) }}
    and {{ one }}.year = {{ other }}.year
    and {{ one }}.first_month = {{ other }}.first_month
    and {{ one }}.last_month = {{ other }}.last_month
{%- endmacro %}
