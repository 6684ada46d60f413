{# Holds for about one row in n, always the same rows. #}
{% macro one_in(n, expression) -%}
    {{ return(adapter.dispatch('one_in', 'wenmai')(n, expression)) }}
{%- endmacro %}
{% macro default__one_in(n, expression) -%} hash({{ expression }}) % {{ n }} = 0 {%- endmacro %}
{% macro spark__one_in(n, expression) -%} pmod(xxhash64({{ expression }}), {{ n }}) = 0 {%- endmacro %}
