{# What the engines write differently about arrays. #}

{# The values of a group that meet a condition, in rising order; empty or null when none does. #}
{% macro sorted_values(expression, condition) -%}
    {{ return(adapter.dispatch('sorted_values', 'wenmai')(expression, condition)) }}
{%- endmacro %}
{% macro default__sorted_values(expression, condition) -%}
    list_sort(list({{ expression }}) filter (where {{ condition }}))
{%- endmacro %}
{% macro spark__sorted_values(expression, condition) -%}
    array_sort(collect_list(case when {{ condition }} then {{ expression }} end))
{%- endmacro %}

{# Columns of a group as a list of structs, in the order of the first column. #}
{% macro sorted_structs(columns) -%}
    {{ return(adapter.dispatch('sorted_structs', 'wenmai')(columns)) }}
{%- endmacro %}
{% macro default__sorted_structs(columns) -%}
    {%- set named = [] -%}
    {%- for column in columns -%}
        {%- do named.append(column ~ ' := ' ~ column) -%}
    {%- endfor -%}
    list_sort(list(struct_pack({{ named | join(', ') }})))
{%- endmacro %}
{% macro spark__sorted_structs(columns) -%}
    array_sort(collect_list(struct({{ columns | join(', ') }})))
{%- endmacro %}

{% macro array_length(array) -%}
    {{ return(adapter.dispatch('array_length', 'wenmai')(array)) }}
{%- endmacro %}
{% macro default__array_length(array) -%} coalesce(len({{ array }}), 0) {%- endmacro %}
{% macro spark__array_length(array) -%} coalesce(array_size({{ array }}), 0) {%- endmacro %}

{# The item of an array at a place counted from 1; null where the array is shorter. #}
{% macro array_item(array, place) -%}
    {{ return(adapter.dispatch('array_item', 'wenmai')(array, place)) }}
{%- endmacro %}
{% macro default__array_item(array, place) -%} {{ array }}[({{ place }})::bigint] {%- endmacro %}
{% macro spark__array_item(array, place) -%}
    try_element_at({{ array }}, cast({{ place }} as int))
{%- endmacro %}

{# One row per item of an array. #}
{% macro each_of(array) -%} {{ return(adapter.dispatch('each_of', 'wenmai')(array)) }} {%- endmacro %}
{% macro default__each_of(array) -%} unnest({{ array }}) {%- endmacro %}
{% macro spark__each_of(array) -%} explode({{ array }}) {%- endmacro %}

{# One row per place of two arrays of one length, their items as two columns. #}
{% macro zipped_rows(first, second, first_name, second_name) -%}
    {{ return(adapter.dispatch('zipped_rows', 'wenmai')(first, second, first_name, second_name)) }}
{%- endmacro %}
{% macro default__zipped_rows(first, second, first_name, second_name) -%}
    unnest({{ first }}) as {{ first_name }},
    unnest({{ second }}) as {{ second_name }}
{%- endmacro %}
{% macro spark__zipped_rows(first, second, first_name, second_name) -%}
    inline(arrays_zip({{ first }}, {{ second }})) as ({{ first_name }}, {{ second_name }})
{%- endmacro %}
