{# An identity inside each row: the parts add up to the total, nulls counting as nothing. #}
{% test adds_up(model, total, parts) %}
    select
        {{ total }} as expected,
        {% for part in parts %}coalesce({{ part }}, 0){% if not loop.last %} + {% endif %}{% endfor %}
            as found
    from {{ model }}
    where
        coalesce({{ total }}, 0)
        != {% for part in parts %}coalesce({{ part }}, 0){% if not loop.last %} + {% endif %}{% endfor %}
{% endtest %}
