{#
    A day or a time as people write it, as a timestamp: 2024-03-01, 2024/3/1 9:05, 2024年3月1日,
    20240301, with or without a zone (then in UTC). Null for anything else.
#}
{% macro parse_time(expression) -%}
    {%- set plain = half_width("trim(" ~ expression ~ ")", has_superscripts=false) -%}
    {%- set dashed = (
        "replace(replace(replace(replace(" ~ plain ~ ", '/', '-'), '年', '-'), '月', '-'), '日', '')"
    ) -%}
    {%- set day = [found(1), found(2), found(3)] | join("-") -%}
    {%- set run = "'^([0-9]{4})([0-9]{2})([0-9]{2})$', '" ~ day ~ "'" -%}
    {%- set digits = "regexp_replace(" ~ dashed ~ ", " ~ run ~ ")" -%}
    try_cast({{ digits }} as timestamp)
{%- endmacro %}
