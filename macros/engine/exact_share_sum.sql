{#
Sum of parts that make up at most 1, independent of the order of rows like exact_sum() but cheaper
in large groupings: adding and taking away 3 rounds every addend to a multiple of 2^-51, and sums
of such multiples below 4 need no rounding at all.
#}
{% macro exact_share_sum(expression) -%}
    sum((({{ expression }}) + 3e0) - 3e0)
{%- endmacro %}
