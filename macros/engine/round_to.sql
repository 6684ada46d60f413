{# A number rounded to so many digits as a column says: Spark wants to know them beforehand. #}
{% macro round_to(expression, digits) -%}
    {{ return(adapter.dispatch('round_to', 'wenmai')(expression, digits)) }}
{%- endmacro %}
{% macro default__round_to(expression, digits) -%}
    round({{ expression }}, {{ digits }})
{%- endmacro %}
{% macro spark__round_to(expression, digits) -%}
    {%- set cases = [] -%}
    {%- for known in range(13) -%}
        {%- do cases.append('when ' ~ known ~ ' then round(' ~ expression ~ ', ' ~ known ~ ')') -%}
    {%- endfor -%}
    case {{ digits }} {{ cases | join(' ') }} else {{ expression }} end
{%- endmacro %}
