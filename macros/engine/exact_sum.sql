{#
Sum that depends neither on the order of rows nor on the number of threads: every addend is rounded
to a multiple of 2^-52, and these add up as integers. Floating-point sums change in the last digit
with the order, and then equal input would not give equal content hashes, nor equal units equal
ranks. Nearly as fast as sum(), and for numbers between 0 and 1 as precise. The integers are as
wide as the engine has them: totals below 10^22 fit (64 bits would end at 2,048). Null when every
addend is null, like sum(). clause: a filter or a window behind the aggregate.
#}
{% macro exact_sum(expression, clause='') -%}
    {{ exact_total(exact_addend(expression), clause) }}
{%- endmacro %}

{# An addend as that integer, for what is added up many times, and the sum of such. #}
{% macro exact_addend(expression) -%}
    {{ return(adapter.dispatch('exact_addend', 'wenmai')(expression)) }}
{%- endmacro %}

{% macro default__exact_addend(expression) -%}
    cast(({{ expression }}) * 4503599627370496e0 as hugeint)
{%- endmacro %}

{# Spark has no wider integer than 64 bits: add up as a decimal there. #}
{% macro spark__exact_addend(expression) -%}
    cast(({{ expression }}) * 4503599627370496e0 as decimal(38, 0))
{%- endmacro %}

{% macro exact_total(addend, clause='') -%}
    {{ of_exact('sum(' ~ addend ~ ') ' ~ clause) }}
{%- endmacro %}

{# What a sum of such integers says. #}
{% macro of_exact(sum) -%}
    (cast({{ sum }} as double) / 4503599627370496e0)
{%- endmacro %}

{# The mean of it; null where nothing is known. #}
{% macro exact_mean(expression, clause='') -%}
    ({{ exact_sum(expression, clause) }} / nullif(count({{ expression }}) {{ clause }}, 0))
{%- endmacro %}
