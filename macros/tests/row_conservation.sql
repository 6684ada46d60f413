{#- Nothing is lost on the way: both tables hold the same number of rows in every group. -#}
{% test row_conservation(model, compare_model, group_by) %}
    with
    found as (
        select {{ group_by | join(', ') }}, count(*) as n_rows
        from {{ model }}
        group by {{ group_by | join(', ') }}
    ),

    expected as (
        select {{ group_by | join(', ') }}, count(*) as n_rows
        from {{ compare_model }}
        group by {{ group_by | join(', ') }}
    )

    select
        {% for column in group_by %}
            coalesce(found.{{ column }}, expected.{{ column }}) as {{ column }},
        {% endfor %}
        found.n_rows as n_found,
        expected.n_rows as n_expected
    from found
    full outer join expected
        on {% for column in group_by %}
            found.{{ column }} = expected.{{ column }}{% if not loop.last %} and {% endif %}
        {%- endfor %}
    where coalesce(found.n_rows, 0) != coalesce(expected.n_rows, 0)
{% endtest %}
