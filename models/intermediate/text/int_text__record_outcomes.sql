-- A view: every document and every line of a metadata table, with the one place where it ends.
{{ config(materialized='view') }}

with
documents as (
    select * from {{ ref('int_text__typed_documents') }}
),

document_metadata as (
    select * from {{ ref('stg_text__document_metadata') }}
),

final as (
    select
        study_code,
        mapping_code,
        source_file,
        sheet_name,
        row_number,
        false as is_blank,
        is_study_year,
        false as is_code_disagreeing,
        case when quarantine_reason is null then 'loaded' else 'quarantined' end as outcome,
        quarantine_reason as reason_code
    from documents

    union all

    select
        study_code,
        mapping_code,
        source_file,
        sheet_name,
        row_number,
        false as is_blank,
        true as is_study_year,
        false as is_code_disagreeing,
        case
            when reader_issue is not null then 'quarantined'
            when is_repeated then 'collapsed'
            else 'loaded'
        end as outcome,
        reader_issue as reason_code
    from document_metadata
)

select * from final
