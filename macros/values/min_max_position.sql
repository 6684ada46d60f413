{#
    Min-max normalised value in the direction of the indicator (P1 Eq 4 and 5 in one): the distance
    from the worst end, which is the lowest value of a positive indicator and the highest of a
    negative one, as a share of the span.
#}
{% macro min_max_position(value, worst_value, value_span) -%}
    abs({{ value }} - {{ worst_value }}) / {{ value_span }}
{%- endmacro %}
