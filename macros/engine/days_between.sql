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

{# Seconds since 1970 with their fractions, and the moment that they name. #}
{% macro epoch_of(moment) %}{{- return(adapter.dispatch('epoch_of')(moment)) -}}{% endmacro %}
{% macro default__epoch_of(moment) -%} epoch({{ moment }}) {%- endmacro %}
{% macro spark__epoch_of(moment) -%} (unix_micros({{ moment }}) / 1e6) {%- endmacro %}

{% macro from_epoch(seconds) %}{{- return(adapter.dispatch('from_epoch')(seconds)) -}}{% endmacro %}
{% macro default__from_epoch(seconds) -%} to_timestamp({{ seconds }})::timestamp {%- endmacro %}
{% macro spark__from_epoch(seconds) -%}
    cast(timestamp_seconds({{ seconds }}) as timestamp_ntz)
{%- endmacro %}
