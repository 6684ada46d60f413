{# A 64-bit hash of columns as a number whose sums do not overflow. #}
{% macro row_print(columns) %}
    {{- return(adapter.dispatch('row_print', 'wenmai')(columns)) -}}
{% endmacro %}
{% macro default__row_print(columns) -%}
    hash({{ columns | join(', ') }})
{%- endmacro %}
{% macro spark__row_print(columns) -%}
    cast(xxhash64({{ columns | join(', ') }}) as decimal(38, 0))
{%- endmacro %}
