{# Whole days from the first date to the last. #}
{% macro days_between(first, last) %}
    {{- return(adapter.dispatch('days_between')(first, last)) -}}
{% endmacro %}
{% macro default__days_between(first, last) -%}
    datediff('day', {{ first }}, {{ last }})
{%- endmacro %}
{% macro spark__days_between(first, last) -%}
    datediff({{ last }}, {{ first }})
{%- endmacro %}

{# Seconds from the first moment to the last, with their fractions. #}
{% macro seconds_between(first, last) %}
    {{- return(adapter.dispatch('seconds_between')(first, last)) -}}
{% endmacro %}
{% macro default__seconds_between(first, last) -%}
    epoch({{ last }} - {{ first }})
{%- endmacro %}
{% macro spark__seconds_between(first, last) -%}
    ((unix_micros({{ last }}) - unix_micros({{ first }})) / 1e6)
{%- endmacro %}

{# Days since the beginning of 1970, with their fractions. #}
{% macro days_of(moment) -%}
    {{ seconds_between("timestamp '1970-01-01'", moment) }} / 86400e0
{%- endmacro %}
