{# Approximate quantiles of a column as one array, in the order of the probabilities. #}
{% macro approximate_quantiles(expression, probabilities) %}
    {{- return(adapter.dispatch('approximate_quantiles')(expression, probabilities)) -}}
{% endmacro %}
{% macro default__approximate_quantiles(expression, probabilities) -%}
    approx_quantile({{ expression }}, [{{ probabilities | join(', ') }}])
{%- endmacro %}
{% macro spark__approximate_quantiles(expression, probabilities) -%}
    approx_percentile({{ expression }}, array({{ probabilities | join(', ') }}))
{%- endmacro %}

{# The item of an array at a place counted from 1. #}
{% macro array_item(array, place) %}
    {{- return(adapter.dispatch('array_item')(array, place)) -}}
{% endmacro %}
{% macro default__array_item(array, place) %}{{ array }}[{{ place }}]{% endmacro %}
{% macro spark__array_item(array, place) %}element_at({{ array }}, {{ place }}){% endmacro %}
