{#
    `wenmai refresh` remembers what each table was made from (wenmai/build/execute.py); tables that
    dbt makes by hand are not among them.
#}
{% macro forget_built_nodes() -%}
    {%- if flags.WHICH in ['build', 'run', 'seed'] and target.name == 'duckdb' -%}
        drop table if exists "{{ target.database }}"."wenmai_build"."nodes"
    {%- endif -%}
{%- endmacro %}
