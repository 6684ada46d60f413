{#
    A number as people type it: '1234.5', '１２３４', '1,234.5', '1，234', '1 234', '−3', '5e-3'.
    It is read only when one reading exists. A comma or a blank counts as thousands separator only
    before groups of three digits, always the same one, and never behind a zero: '1,5' could be one
    and a half, '0,123' a decimal, '1 000,000' either. '1234²' is a number with a footnote. Null when
    it is none; 'NaN' and 'inf' come through as such, for the caller to refuse. Nearly every cell is
    digits with a point at most, and is asked first: the whole question costs forty times as much.
#}
{% macro parse_number(expression) -%}
    {%- set plain = half_width(
        "replace(replace(" ~ expression ~ ", '−', '-'), '　', ' ')", has_superscripts=false
    ) -%}
    {%- set groups = [] -%}
    {%- for mark in [',', ' ', '\\x{a0}', '\\x{2009}', '\\x{202f}'] -%}
        {%- do groups.append('[1-9][0-9]{0,2}(' ~ mark ~ '[0-9]{3})+([.][0-9]*)?') -%}
    {%- endfor -%}
    {%- set decimal = '([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]+)?' -%}
    {%- set word = '(?i:nan|inf|infinity)' -%}
    {%- set number = decimal ~ '|' ~ groups | join('|') ~ '|' ~ word -%}
    case
        when {{ matches(expression, '^[0-9]+([.][0-9]+)?$') }}
            then try_cast({{ expression }} as double)
        when {{ matches(plain, '^\\s*[+-]?(' ~ number ~ ')\\s*$') }}
            then
                -- -0 is 0
                try_cast(
                    {{ replace_all(plain, '[,\\s\\x{a0}\\x{2009}\\x{202f}]', '') }} as double
                ) + 0
    end
{%- endmacro %}
