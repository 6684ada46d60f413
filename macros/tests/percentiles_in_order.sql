{# Columns whose values never fall from left to right. #}
{% test percentiles_in_order(model, columns) %}
    select {{ columns | join(', ') }}
    from {{ model }}
    where
        {% for column in columns[1:] %}
            {{ columns[loop.index0] }} > {{ column }}
            {%- if not loop.last %} or{% endif %}
        {% endfor %}
{% endtest %}
