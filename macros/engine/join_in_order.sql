{# Texts of a group, one after another in the order of a number. #}
{% macro join_in_order(expression, position, separator) -%}
    {{ return(adapter.dispatch('join_in_order', 'wenmai')(expression, position, separator)) }}
{%- endmacro %}
{% macro default__join_in_order(expression, position, separator) -%}
    array_to_string(list({{ expression }} order by {{ position }}), '{{ separator }}')
{%- endmacro %}
{% macro spark__join_in_order(expression, position, separator) -%}
    array_join(
        transform(
            array_sort(collect_list(struct({{ position }} as place, {{ expression }} as text))),
            item -> item.text
        ),
        '{{ separator }}'
    )
{%- endmacro %}
