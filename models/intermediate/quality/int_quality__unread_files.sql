-- A view: files that could not be read at all, in the columns of fct_quarantine and of outcomes.
{{ config(materialized='view') }}

with
unread_files as (
    select * from {{ source('landing', 'unread_files') }}
),

reasons as (
    select * from {{ ref('int_quality__quarantine_reasons') }}
),

final as (
    select
        unread_files.study_code,
        unread_files.mapping_code,
        unread_files.source_file,
        '' as sheet_name,
        0 as row_number,
        '' as column_label,
        '' as indicator_code,
        '' as unit_name,
        '' as unit_code_text,
        '' as within_name,
        '' as year_text,
        '' as value_text,
        '' as measure_unit_text,
        null::varchar as unit_code,
        null::integer as year,
        reasons.reason_code,
        {{ fill_in('reasons.reason_template', {'detail': "' ' || unread_files.problem_text"}) }}
            as reason,
        {{ fill_in(
            'reasons.reason_template_zh', {'detail': reader_detail_zh('unread_files.problem_text')}
        ) }} as reason_zh,
        coalesce(nullif(unread_files.way_out_text, ''), reasons.way_out) as way_out,
        reasons.way_out_zh,
        null::varchar as candidates,
        'quarantined' as outcome,
        false as is_blank,
        true as is_study_year,
        false as is_code_disagreeing
    from unread_files
    left join reasons
        on reasons.reason_code = 'file_not_read'
)

select * from final
