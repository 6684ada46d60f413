{#
A number as text for a sentence: two digits after the point, more where it is small, no point
where it is whole.
#}
{% macro readable(expression) -%}
    regexp_replace(
        case
            when abs({{ expression }}) >= 1 or {{ expression }} = 0
                then round({{ expression }}, 2)::varchar
            when abs({{ expression }}) >= 0.001 then round({{ expression }}, 5)::varchar
            else ({{ expression }})::varchar
        end,
        '[.]0$', ''
    )
{%- endmacro %}
