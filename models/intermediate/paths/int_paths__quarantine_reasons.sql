-- Why an expert label stands in the quarantine, in words.
-- {…} is filled in from the record. Reason and way out, each in English and Chinese.
{{ config(materialized='view') }}
{% set reasons = {
    'path_unknown': [
        "''{value}'' is no development path.", "“{value}”不是发展路径。",
        "Write a code or name of marts.dim_path_types.",
        "请填写marts.dim_path_types中的代码或名称。",
    ],
    'conflicting_label': [
        "Lines of the file give this unit and year different paths.", "文件中的不同行对该地区和年份给出不同的路径。",
        "Keep the right one.",
        "请只保留正确的一行。",
    ],
} %}

with
final as (
    {{ reason_rows(reasons) }}
)

select * from final
