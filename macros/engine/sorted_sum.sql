{#
Sum of numbers of any size that does not depend on the order of rows: they are added from the
least to the greatest. Where totals stay below 10^22, exact_sum() is faster. Null for no number.
#}
{% macro sorted_sum(expression) -%}
    {{ return(adapter.dispatch('sorted_sum', 'wenmai')(expression)) }}
{%- endmacro %}

{% macro default__sorted_sum(expression) -%}
    list_sum(list_sort(list({{ expression }}) filter (where {{ expression }} is not null)))
{%- endmacro %}

{% macro spark__sorted_sum(expression) -%}
    aggregate(
        array_sort(collect_list({{ expression }})), cast(null as double),
        (total, number) -> coalesce(total, 0e0) + number
    )
{%- endmacro %}
