{#
    A sentence with its {places} filled in; a missing part leaves nothing, a missing sentence the
    fallback.
#}
{% macro fill_in(template, parts, fallback="''") -%}
    {%- set filled = namespace(sql=template) -%}
    {%- for place, expression in parts.items() -%}
        {%- set filled.sql = "replace(" ~ filled.sql ~ ", '{" ~ place ~ "}', coalesce(" ~ expression ~ ", ''))" -%}
    {%- endfor -%}
    coalesce({{ filled.sql }}, {{ fallback }})
{%- endmacro %}
