{#
    Whether the text of a year is the code of a period, as wenmai.readers.periods writes it:
    '2002M03', '2002M01-06'. Nobody writes one by hand.
#}
{% macro is_period(expression) -%}
    {{ expression }} like '____M%'
{%- endmacro %}
