{# The parts of each group sum to a total: a number, or a column that is constant in the group. #}
{% test sums_to(model, column_name, total, group_by, tolerance=1e-9) %}
    select
        {{ group_by | join(', ') }},
        sum({{ column_name }}) as found,
        min({{ total }}) as expected
    from {{ model }}
    group by {{ group_by | join(', ') }}
    having abs(sum({{ column_name }}) - min({{ total }})) > {{ tolerance }}
{% endtest %}
