{#
    One row per reason of the quarantine.

    reasons: code → sentence (en, zh) and way out (en, zh), quotes doubled.
#}
{% macro reason_rows(reasons) -%}
    {%- for code, (sentence, sentence_zh, way_out, way_out_zh) in reasons.items() %}
        select
            '{{ code }}' as reason_code,
            '{{ sentence }}' as reason_template,
            '{{ sentence_zh }}' as reason_template_zh,
            '{{ way_out }}' as way_out,
            '{{ way_out_zh }}' as way_out_zh
        {% if not loop.last %}union all{% endif %}
    {%- endfor %}
{%- endmacro %}
