{# One row per reason of the quarantine; reasons: code → sentence and way out, quotes doubled. #}
{% macro reason_rows(reasons) -%}
    {%- for code, (sentence, way_out) in reasons.items() %}
        select
            '{{ code }}' as reason_code,
            '{{ sentence }}' as reason_template,
            '{{ way_out }}' as way_out
        {% if not loop.last %}union all{% endif %}
    {%- endfor %}
{%- endmacro %}
