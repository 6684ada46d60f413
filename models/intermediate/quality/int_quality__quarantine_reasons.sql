-- What stands in the quarantine, in words: each domain names its own reasons.
{% set parts = [
    'int_indicators__quarantine_reasons',
    'int_networks__quarantine_reasons',
    'int_text__quarantine_reasons',
    'int_paths__quarantine_reasons'
] %}

with
final as (
    {%- for part in parts %}
        select
            reason_code,
            reason_template,
            reason_template_zh,
            way_out,
            way_out_zh
        from {{ ref(part) }}
        {% if not loop.last %}union all{% endif %}
    {%- endfor %}
)

select * from final
