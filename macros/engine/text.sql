{# What the engines write differently about text. #}

{% macro compose(expression) %}{{ return(adapter.dispatch('compose')(expression)) }}{% endmacro %}
{% macro default__compose(expression) %}nfc_normalize({{ expression }}){% endmacro %}
{% macro spark__compose(expression) %}{{ expression }}{% endmacro %}

{% macro backslash() %}chr(92){% endmacro %}

{# White space of any script, the Chinese full-width blank and zero-width marks included. #}
{% macro remove_space(expression) -%}
    {%- set marks = "[\\s\\p{Z}\\x0b\\x1c-\\x1f\\x{85}\\x{200b}-\\x{200d}\\x{2060}\\x{feff}]+" -%}
    {{ replace_all(expression, marks, '') }}
{%- endmacro %}

{# Whether a pattern occurs in a text; backslashes of the pattern stand for themselves. #}
{% macro matches(expression, pattern) -%}
    {{ return(adapter.dispatch('matches')(expression, pattern)) }}
{%- endmacro %}
{% macro default__matches(expression, pattern) -%}
    regexp_matches({{ expression }}, '{{ pattern }}')
{%- endmacro %}
{% macro spark__matches(expression, pattern) -%}
    regexp_like({{ expression }}, r'{{ pattern }}')
{%- endmacro %}

{# A text with another one wherever a pattern occurs. #}
{% macro replace_all(expression, pattern, by) -%}
    {{ return(adapter.dispatch('replace_all')(expression, pattern, by)) }}
{%- endmacro %}
{% macro default__replace_all(expression, pattern, by) -%}
    regexp_replace({{ expression }}, '{{ pattern }}', '{{ by }}', 'g')
{%- endmacro %}
{% macro spark__replace_all(expression, pattern, by) -%}
    regexp_replace({{ expression }}, r'{{ pattern }}', '{{ by }}')
{%- endmacro %}

{# What a group of a pattern found, in the text that takes its place. #}
{% macro found(number) %}{{ return(adapter.dispatch('found')(number)) }}{% endmacro %}
{% macro default__found(number) %}{{ return('\\' ~ number) }}{% endmacro %}
{% macro spark__found(number) %}{{ return('$' ~ number) }}{% endmacro %}
