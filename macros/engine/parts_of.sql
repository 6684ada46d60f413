{#
    The models of this name of all domains that have one, for SQL that unites them: which those are
    stands in dbt_project.yml, and a test says that it is so.

    parts_of('quarantined') → ['int_indicators__quarantined', 'int_paths__quarantined', …]
#}
{% macro parts_of(part) -%}
    {%- set models = [] -%}
    {%- for domain in var('domains_with_' ~ part) -%}
        {%- do models.append('int_' ~ domain ~ '__' ~ part) -%}
    {%- endfor -%}
    {{ return(models) }}
{%- endmacro %}
