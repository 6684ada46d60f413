-- What stands in the quarantine, in words: each domain names its own reasons.
{# of a whole file, whatever domain reads it #}
{% set reasons = {
    'file_not_read': [
        "The file is not read.{detail}", "文件未能读取。{detail}",
        "Copy or download it again, or save it anew in the program that wrote it.",
        "请重新复制或下载该文件，或用原程序重新保存。",
    ],
} %}

with
final as (
    {{ reason_rows(reasons) }}
    union all
    {%- for part in parts_of('quarantine_reasons') %}
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
