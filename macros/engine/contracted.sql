{#
    The columns of a mart in the order and with the types of its YAML: they stand there alone.

    Named arguments give the columns that are not the input's column of the same name:
    contracted(is_inside='modulus < 1').
#}
{% macro contracted() -%}
    {%- set listed = [] -%}
    {%- for column in model.columns.values() -%}
        {%- set given = kwargs.get(column.name, column.name) -%}
        {%- do listed.append("(" ~ given ~ ")::" ~ column.data_type ~ " as " ~ column.name) -%}
    {%- endfor -%}
    {#- dbt asks once before it has read the YAML -#}
    {{ listed | join(",\n        ") or "*" }}
{%- endmacro %}
