{# The distinct texts of a group, sorted, in one text; null when there are none. #}
{% macro join_texts(expression, separator='; ') -%}
    {{ return(adapter.dispatch('join_texts', 'wenmai')(expression, separator)) }}
{%- endmacro %}

{% macro default__join_texts(expression, separator) -%}
    nullif(array_to_string(list_sort(list(distinct {{ expression }})
        filter (where {{ expression }} is not null)), '{{ separator }}'), '')
{%- endmacro %}

{% macro spark__join_texts(expression, separator) -%}
    nullif(array_join(array_sort(collect_set({{ expression }})), '{{ separator }}'), '')
{%- endmacro %}
