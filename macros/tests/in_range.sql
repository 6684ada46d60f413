{# Every value that is there lies between the bounds (each optional), and is finite. #}
{% test in_range(model, column_name, min_value=none, max_value=none, inclusive=true) %}
    {%- set tie = '=' if inclusive else '' -%}
    {%- set conditions = ["not isfinite(" ~ column_name ~ " * 1e0)"] -%}
    {%- if min_value is not none -%}
        {%- do conditions.append("not " ~ column_name ~ " >" ~ tie ~ " " ~ min_value) -%}
    {%- endif -%}
    {%- if max_value is not none -%}
        {%- do conditions.append("not " ~ column_name ~ " <" ~ tie ~ " " ~ max_value) -%}
    {%- endif -%}
    select {{ column_name }}
    from {{ model }}
    where {{ conditions | join(' or ') }}
{% endtest %}
