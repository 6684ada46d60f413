-- Why an expert label stands in the quarantine, in words.
-- {…} is filled in from the record.
{{ config(materialized='view') }}
{% set reasons = {
    'path_unknown': [
        "''{value}'' is no development path.",
        "Write a code or name of marts.dim_path_types.",
    ],
    'conflicting_label': [
        "Lines of the file give this unit and year different paths.",
        "Keep the right one.",
    ],
} %}

with
final as (
    {{ reason_rows(reasons) }}
)

select * from final
