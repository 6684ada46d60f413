{#
Sum of small numbers (up to a thousand or so) that does not depend on the order of rows or on the number of
threads: every addend is rounded to a multiple of 2^-52 and added up as an integer. Floating-point
sums change in the last digit with the order, and then equal input would not give equal content
hashes, nor equal units equal ranks. As fast as sum() and as precise as the doubles themselves.
Null when every addend is null, like sum().
#}
{% macro exact_sum(expression) -%}
    {{ return(adapter.dispatch('exact_sum', 'wenmai')(expression)) }}
{%- endmacro %}

{% macro default__exact_sum(expression) -%}
    (cast(sum(cast(({{ expression }}) * 4503599627370496e0 as bigint)) as double)
    / 4503599627370496e0)
{%- endmacro %}

{# Spark's sum of bigints is a bigint that overflows: add up as a decimal there. #}
{% macro spark__exact_sum(expression) -%}
    (cast(sum(cast(cast(({{ expression }}) * 4503599627370496e0 as bigint) as decimal(38, 0)))
    as double) / 4503599627370496e0)
{%- endmacro %}
