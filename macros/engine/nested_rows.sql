{#
    The rows that a Python model nests in one of its columns, beside the keys of their row: a query
    that stands alone in a CTE.

    model: name of the Python model; column: the column of lists; keys: columns beside it.
#}
{% macro nested_rows(model, column, keys=['study_code']) -%}
    select
        {{ keys | join(', ') }},
        {{ struct_rows(column) }}
    from {{ ref(model) }}
{%- endmacro %}
