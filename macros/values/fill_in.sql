{#
    A sentence with its {places} filled in; a missing part leaves nothing, a missing sentence the
    fallback.
#}
{% macro fill_in(template, parts, fallback="''") -%}
    {%- set filled = namespace(sql=template) -%}
    {%- for place, expression in parts.items() -%}
        {%- set part = "coalesce(" ~ expression ~ ", '')" -%}
        {%- set filled.sql = "replace(" ~ filled.sql ~ ", '{" ~ place ~ "}', " ~ part ~ ")" -%}
    {%- endfor -%}
    coalesce({{ filled.sql }}, {{ fallback }})
{%- endmacro %}
