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
    {%- set later = "[-/][0-9]{1,2}[-/][0-9]{1,2}|年[0-9]{1,2}月[0-9]{1,2}日|[0-9]{4}" -%}
    try_cast(
        case
            -- nearly every time is plain, and asked for cheaply; the engine would also take words
            -- ('epoch', 'infinity'), years of two digits, and years before Christ
            when
                (
                    try_cast(substr({{ expression }}, 1, 4) as smallint) >= 1000
                    and substr({{ expression }}, 5, 1) in ('-', '/')
                    and instr({{ expression }}, '(') = 0
                )
                or {{ matches(plain, '^[0-9]{4}(' ~ later ~ ')([ T][^(]*)?$') }}
                then {{ digits }}
        end as timestamp
    )
{%- endmacro %}
