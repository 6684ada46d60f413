{#
Sum of small numbers (up to a thousand or so) that depends neither on the order of rows nor on the
number of threads: every addend is rounded to a multiple of 2^-52, and these add up as integers.
Floating-point sums change in the last digit with the order, and then equal input would not give
equal content hashes, nor equal units equal ranks. As fast as sum(), and for numbers between 0 and
1 as precise. Null when every addend is null, like sum().
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
