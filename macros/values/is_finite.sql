{# Whether a number is neither infinite nor "not a number", which both engines rank above all. #}
{% macro is_finite(expression) -%}
    (abs({{ expression }}) < cast('infinity' as double))
{%- endmacro %}
