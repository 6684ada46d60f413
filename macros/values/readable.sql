{#
A number as text for a sentence: two digits after the point, more where it is small, no point
where it is whole.
#}
{% macro readable(expression) -%}
    regexp_replace(
        case
            when abs({{ expression }}) >= 1 or {{ expression }} = 0
                then round({{ expression }}, 2)::string
            when abs({{ expression }}) >= 0.001 then round({{ expression }}, 5)::string
            else ({{ expression }})::string
        end,
        '[.]0$', ''
    )
{%- endmacro %}

{# A share as per cent with one decimal, as text. #}
{% macro pct(share) -%}
    round(100 * {{ share }}, 1)::decimal(6, 1)
{%- endmacro %}

{# A number with two decimals, as text. #}
{% macro decimals(number) -%}
    round({{ number }}, 2)::decimal(8, 2)
{%- endmacro %}

{#
    A number as text with so many digits after the point, or with as many more (three at most) as
    keep it apart from a bound that it does not lie on: 94.8 % is not said to be 95 % where firm
    begins.
#}
{% macro apart(number, bounds, digits=2) -%}
    {%- set listed = '(' ~ bounds | join(', ') ~ ')' -%}
    case
        {% for places in range(digits, digits + 3) %}
            when {{ number }} in {{ listed }} or round({{ number }}, {{ places }}) not in {{ listed }}
                then round({{ number }}, {{ places }})::decimal(12, {{ places }})::string
        {% endfor %}
        else round({{ number }}, {{ digits + 3 }})::decimal(12, {{ digits + 3 }})::string
    end
{%- endmacro %}

{# A number with its sign and two decimals, as text. #}
{% macro signed(number) -%}
    case when {{ number }} < 0 then '−' else '+' end || {{ decimals('abs(' ~ number ~ ')') }}
{%- endmacro %}

{# A number with three decimals, never less than 0.001 where it is more than nothing, as text. #}
{% macro thousandths(number) -%}
    greatest(round({{ number }}, 3), 0.001)::decimal(8, 3)
{%- endmacro %}
