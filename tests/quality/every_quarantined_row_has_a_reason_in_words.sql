-- A reason that the list of reasons does not know would reach people as a bare code.
select
    study_code,
    source_file,
    row_number,
    column_label,
    reason_code,
    reason,
    reason_zh,
    way_out,
    way_out_zh
from {{ ref('fct_quarantine') }}
where
    reason is null
    or reason_zh is null
    or way_out is null
    or way_out_zh is null
    or strpos(reason, chr(123)) > 0
    or strpos(reason_zh, chr(123)) > 0
