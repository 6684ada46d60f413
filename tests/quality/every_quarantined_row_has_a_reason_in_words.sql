-- A reason that the list of reasons does not know would reach people as a bare code, and a place
-- that nobody fills in as a brace. A brace that the row itself brings is data.
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
    or (
        strpos(reason || reason_zh, chr(123)) > 0
        and strpos(
            concat_ws(
                '', mapping_code, source_file, sheet_name, column_label, indicator_code, unit_name,
                unit_code_text, within_name, year_text, value_text, measure_unit_text, candidates
            ),
            chr(123)
        ) = 0
    )
