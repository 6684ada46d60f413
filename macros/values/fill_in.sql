{#
    A sentence with its {places} filled in; a missing part leaves nothing, a missing sentence the
    fallback. A brace inside a part is a character of the data and never a place: it stays aside
    (as a character of private use) until all places are filled.
#}
{% macro fill_in(template, parts, fallback="''") -%}
    {%- set aside = "chr(57344)" -%}
    {%- set filled = namespace(sql=template) -%}
    {%- for place, expression in parts.items() -%}
        {%- set part = "replace(coalesce(" ~ expression ~ ", ''), chr(123), " ~ aside ~ ")" -%}
        {%- set filled.sql = "replace(" ~ filled.sql ~ ", '{" ~ place ~ "}', " ~ part ~ ")" -%}
    {%- endfor -%}
    coalesce(replace({{ filled.sql }}, {{ aside }}, chr(123)), {{ fallback }})
{%- endmacro %}
