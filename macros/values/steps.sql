{#
    The steps in which a study counts time, as wenmai.kit.steps numbers them: years as they are,
    halves, quarters and months as year × 2, 4, 12 and their place from 0; 0 is the only step of a
    cross-section.
#}
{% macro steps_per_year(step) -%}
    case
        when {{ step }} = 0 then 0 when {{ step }} <= 2200 then 1 when {{ step }} <= 4401 then 2
        when {{ step }} <= 8803 then 4 else 12
    end
{%- endmacro %}

{# 2018, 2018H2, 2018Q3, 2018-07; – in a cross-section. #}
{% macro step_label(step) -%}
    {%- set count = steps_per_year(step) -%}
    {%- set whole = "floor(" ~ step ~ " / " ~ "nullif(" ~ count ~ ", 0))" -%}
    {%- set year = "cast(cast(" ~ whole ~ " as integer) as string)" -%}
    {%- set place = "(" ~ step ~ " % nullif(" ~ count ~ ", 0) + 1)" -%}
    case {{ count }}
        when 0 then '–'
        when 1 then cast({{ step }} as string)
        when 12 then concat({{ year }}, '-', lpad(cast({{ place }} as string), 2, '0'))
        else concat(
            {{ year }}, case {{ count }} when 2 then 'H' else 'Q' end, cast({{ place }} as string)
        )
    end
{%- endmacro %}

{#
    The step that a record is about: its year, or, where the study counts in parts of years (first is
    any step of the study), the part that the code of a period names. Null when it is none of them.
#}
{% macro step_of_record(year, year_text, first) -%}
    {%- set first_month = "try_cast(substr(" ~ year_text ~ ", 6, 2) as integer)" -%}
    {%- set last_month = "try_cast(right(" ~ year_text ~ ", 2) as integer)" -%}
    {%- set months = "(" ~ last_month ~ " - " ~ first_month ~ " + 1)" -%}
    {%- set count = steps_per_year(first) -%}
    case
        when {{ first }} = 0 then 0
        when {{ count }} = 1 then {{ year }}
        when
            {{ is_period(year_text) }} and {{ months }} * ({{ count }}) = 12
            and ({{ first_month }} - 1) % {{ months }} = 0
            then cast(
                {{ year }} * ({{ count }}) + ({{ first_month }} - 1) * ({{ count }}) / 12 as integer
            )
    end
{%- endmacro %}
