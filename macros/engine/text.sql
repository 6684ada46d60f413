{# What the engines write differently about text. #}

{% macro compose(expression) %}{{ return(adapter.dispatch('compose')(expression)) }}{% endmacro %}
{% macro default__compose(expression) %}nfc_normalize({{ expression }}){% endmacro %}
{% macro spark__compose(expression) %}{{ expression }}{% endmacro %}

{% macro backslash() %}{{ return(adapter.dispatch('backslash')()) }}{% endmacro %}
{% macro default__backslash() %}'\'{% endmacro %}
{% macro spark__backslash() %}'\\'{% endmacro %}

{# White space of any script, the Chinese full-width blank and zero-width marks included. #}
{% macro remove_space(expression) %}
    {{- return(adapter.dispatch('remove_space')(expression)) -}}
{% endmacro %}
{% macro default__remove_space(expression) -%}
    regexp_replace({{ expression }}, '[\s\p{Z}\x0b\x1c-\x1f\x{85}\x{200b}-\x{200d}\x{2060}\x{feff}]+', '', 'g')
{%- endmacro %}
{% macro spark__remove_space(expression) -%}
    regexp_replace({{ expression }}, r'[\s\p{Z}\x0B\x1c-\x1f\x{85}\x{200b}-\x{200d}\x{2060}\x{feff}]+', '')
{%- endmacro %}

{# What a group of a pattern found, in the text that takes its place. #}
{% macro found(number) %}{{ return(adapter.dispatch('found')(number)) }}{% endmacro %}
{% macro default__found(number) %}{{ return('\\' ~ number) }}{% endmacro %}
{% macro spark__found(number) %}{{ return('$' ~ number) }}{% endmacro %}
