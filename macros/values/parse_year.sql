{#
    A year as people type it: '2018', '2018.0', '２０１８', '2018年', '2018年末', '2018-12-31',
    '2018/1/1', '2018年12月31日'. Null when it is none, or lies outside 1900–2100.
#}
{% macro parse_year(expression) -%}
    {%- set day = "[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?" -%}
    {%- set midnight = "([ T]0{1,2}:00(:00([.]0+)?)?)?" -%}
    {%- set pattern = "^ *([0-9]{4})([.]0+|年[度末底]?|" ~ day ~ midnight ~ ")? *$" -%}
    {%- set plain = half_width(expression, has_superscripts=false) -%}
    {%- set digits = "regexp_extract(" ~ plain ~ ", '" ~ pattern ~ "', 1)" -%}
    {%- set year = "try_cast(" ~ digits ~ " as integer)" -%}
    case when {{ year }} between 1900 and 2100 then {{ year }} end
{%- endmacro %}

{#
    A year typed into a cell formatted as a date: the number 2018 is day 2018 of Excel's calendar and
    comes out as 1905-07-10. Gives the year that was meant (1900–2100), null for any other text.
#}
{% macro date_misread_year(expression) -%}
    {%- set pattern = "^ *(1905-[0-9]{2}-[0-9]{2})([ T]00:00.*)? *$" -%}
    {%- set digits = "regexp_extract(" ~ expression ~ ", '" ~ pattern ~ "', 1)" -%}
    {%- set day = "try_cast(" ~ digits ~ " as date)" -%}
    case
        when {{ day }} between date '1905-03-14' and date '1905-09-30'
            then {{ days_between("date '1899-12-30'", day) }}::integer
    end
{%- endmacro %}
