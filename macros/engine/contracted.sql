{#
    The columns of a mart in the order and with the types of its YAML: they stand there alone. What
    the contract calls varchar is called string by both engines.

    Named arguments give the columns that are not the input's column of the same name:
    contracted(is_inside='modulus < 1').
#}
{% macro contracted() -%}
    {%- set listed = [] -%}
    {%- for column in model.columns.values() -%}
        {%- set given = kwargs.get(column.name, column.name) -%}
        {%- set kind = column.data_type | replace("varchar", "string") -%}
        {%- do listed.append("(" ~ given ~ ")::" ~ kind ~ " as " ~ column.name) -%}
    {%- endfor -%}
    {#- dbt asks once before it has read the YAML -#}
    {{ listed | join(",\n        ") or "*" }}
{%- endmacro %}
