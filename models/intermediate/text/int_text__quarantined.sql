{# names of files hold braces; in a sentence they would look like a place not filled in #}
{%- set parts = {
    'unit': "translate(together.issuer_text, '{}', '()')",
    'year': "translate(together.date_text, '{}', '()')",
    'value': "translate(together.value_text, '{}', '()')",
} -%}
{%- set detail = "translate(together.detail, '{}', '()')" -%}
-- Documents and metadata lines in quarantine, in the columns of quality.fct_quarantine.
with
documents as (
    select * from {{ ref('int_text__typed_documents') }}
    where quarantine_reason is not null
),

document_metadata as (
    select * from {{ ref('stg_text__document_metadata') }}
    where reader_issue is not null
),

reasons as (
    select * from {{ ref('int_quality__quarantine_reasons') }}
),

together as (
    select
        study_code,
        mapping_code,
        source_file,
        sheet_name,
        row_number,
        issuer_text,
        date_text,
        type_text as value_text,
        year,
        quarantine_reason as reason_code,
        coalesce(
            reader_detail, 'The year meant is probably ' || likely_year || '.'
        ) as detail,
        candidates
    from documents

    union all

    select
        study_code,
        mapping_code,
        source_file,
        sheet_name,
        row_number,
        '' as issuer_text,
        '' as date_text,
        file_text as value_text,
        null as year,
        reader_issue as reason_code,
        reader_detail as detail,
        null as candidates
    from document_metadata
),

final as (
    select
        together.study_code,
        together.mapping_code,
        together.source_file,
        together.sheet_name,
        together.row_number,
        '' as column_label,
        '' as indicator_code,
        together.issuer_text as unit_name,
        '' as unit_code_text,
        '' as within_name,
        together.date_text as year_text,
        together.value_text,
        '' as measure_unit_text,
        null::varchar as unit_code,
        together.year,
        together.reason_code,
        {{ fill_in(
            'reasons.reason_template', dict(parts, detail="' ' || " ~ detail),
            fallback='together.detail'
        ) }} as reason,
        {{ fill_in(
            'reasons.reason_template_zh', dict(parts, detail=reader_detail_zh(detail)),
            fallback=reader_detail_zh(detail)
        ) }} as reason_zh,
        reasons.way_out,
        reasons.way_out_zh,
        together.candidates
    from together
    left join reasons
        on together.reason_code = reasons.reason_code
)

select * from final
