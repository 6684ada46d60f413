-- A view: files that could not be read at all, in the columns of fct_quarantine and of outcomes.
{{ config(materialized='view') }}

with
unread_files as (
    select * from {{ source('landing', 'unread_files') }}
),

apart as (
    {{ quarantined('unread_files', {
        'sheet_name': "''",
        'row_number': '0',
        'column_label': "''",
        'unit_name': "''",
        'year_text': "''",
        'value_text': "''",
        'measure_unit_text': "''",
        'year': 'null',
        'reason_code': "'file_not_read'",
        'reader_detail': 'unread_files.problem_text',
        'unit_said': 'null',
        'way_out_text': 'unread_files.way_out_text',
    }) }}
    from unread_files
),

final as (
    select
        *,
        'quarantined' as outcome,
        false as is_blank,
        true as is_study_year,
        false as is_code_disagreeing
    from apart
)

select * from final
