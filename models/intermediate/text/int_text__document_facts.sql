-- What a document says about itself, else what its entry in study.yml says about all of its
-- documents. Texts stay behind: most steps need none.
with
documents as (
    select * from {{ ref('stg_text__documents') }}
),

document_sources as (
    select * from {{ source('text', 'document_sources') }}
),

final as (
    select
        documents.study_code,
        documents.mapping_code,
        documents.source_file,
        documents.sheet_name,
        documents.row_number,
        documents.document_id,
        documents.file_kind,
        nullif(trim(documents.title_text), '') as title,
        coalesce(documents.date_text, document_sources.date_text, '') as date_text,
        coalesce(documents.type_text, document_sources.document_type, '') as type_text,
        coalesce(documents.issuer_text, document_sources.issuer, '') as issuer_text,
        documents.type_simplified,
        case
            when documents.issuer_text is null then document_sources.issuer_simplified
            else documents.issuer_simplified
        end as issuer_simplified,
        coalesce(documents.source_text, document_sources.source) as source,
        document_sources.min_characters,
        documents.characters_read,
        documents.n_characters,
        documents.n_chinese_characters,
        documents.script,
        documents.traditional_share,
        documents.n_converted_characters,
        documents.content_hash,
        documents.reader_issue,
        documents.reader_detail
    from documents
    left join document_sources
        on
            documents.study_code = document_sources.study_code
            and documents.mapping_code = document_sources.mapping_code
)

select * from final
