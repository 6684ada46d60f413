{#
    A number as people type it: '1234.5', '１２３４', '1,234.5', '1，234', '1 234', '−3', '5e-3'.
    A comma or a blank counts as thousands separator only before groups of three digits: '1,5' could
    be one and a half, so it is no number here. Null when it is none; 'NaN' and 'inf' come through
    as such, for the caller to refuse.
#}
{% macro parse_number(expression) -%}
    {%- set plain = half_width("replace(replace(trim(" ~ expression ~ "), '−', '-'), '　', ' ')") -%}
    case
        when strpos({{ expression }}, '_') > 0 then null
        else coalesce(
            try_cast({{ expression }} as double),
            try_cast({{ plain }} as double),
            case
                when regexp_matches({{ plain }}, '^ *[+-]?[0-9]{1,3}([, \x{a0}\x{2009}\x{202f}][0-9]{3})+([.][0-9]+)? *$')
                    then try_cast(regexp_replace({{ plain }}, '[, \x{a0}\x{2009}\x{202f}]', '', 'g') as double)
            end
        )
    end
{%- endmacro %}
