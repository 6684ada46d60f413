{# The number below 100 in digits around 十: '十2' → 12, '3十1' → 31, '2十' → 20, '05' → 5. #}
{% macro number_with_ten(expression) -%}
    case
        when instr({{ expression }}, '十') > 0
            then
                10 * coalesce(try_cast(split_part({{ expression }}, '十', 1) as integer), 1)
                + coalesce(try_cast(split_part({{ expression }}, '十', 2) as integer), 0)
        else try_cast({{ expression }} as integer)
    end
{%- endmacro %}
