{# Year 113 of the Republic (民國113年, 中华民国一百一十三年; 元年 is the first) as 2024.
   The digits of Chinese numerals are 0 to 9 already; what names no such year stays as it is. #}
{% macro minguo_to_western(expression) -%}
    {%- set name = "^(中華|中华)?民[國国]" -%}
    {%- set written = "regexp_extract(" ~ expression ~ ", '" ~ name
        ~ "(元|[0-9十百]{1,5})([-/.年]|$)', 2)" -%}
    {%- set hundreds = "split_part(" ~ written ~ ", '百', 1)" -%}
    {%- set rest = "split_part(" ~ written ~ ", '百', 2)" -%}
    {%- set number %}
        case
            when {{ written }} = '元' then 1
            when instr({{ written }}, '百') > 0
                then
                    100 * coalesce(try_cast({{ hundreds }} as integer), 1)
                    + coalesce({{ number_with_ten(rest) }}, 0)
            else {{ number_with_ten(written) }}
        end
    {%- endset -%}
    case
        when {{ written }} != '' and {{ number }} > 0
            then
                ({{ number }} + 1911)::string
                || regexp_replace({{ expression }}, '{{ name }}[元0-9十百]+', '')
        else {{ expression }}
    end
{%- endmacro %}
