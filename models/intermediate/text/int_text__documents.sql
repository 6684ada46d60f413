with
documents as (
    select * from {{ ref('int_text__loaded_documents') }}
),

near_duplicates as (
    select * from {{ ref('int_text__near_duplicates') }}
),

final as (
    select
        documents.study_code,
        documents.document_id,
        documents.document_type,
        documents.unit_code,
        documents.issuer_unit_code,
        documents.issuer,
        documents.issuer_status,
        documents.issuer_candidates,
        documents.published_on,
        documents.date_precision,
        documents.year,
        documents.is_study_year,
        documents.title,
        documents.source,
        documents.mapping_code,
        documents.source_file,
        documents.sheet_name,
        documents.row_number,
        documents.file_kind,
        documents.n_characters,
        documents.n_chinese_characters,
        documents.script,
        documents.traditional_share,
        documents.n_converted_characters,
        documents.content_hash,
        documents.stub_limit,
        documents.is_stub,
        documents.is_truncated,
        near_duplicates.duplicate_of,
        near_duplicates.similarity as duplicate_similarity,
        not documents.is_stub and near_duplicates.duplicate_of is null as is_usable
    from documents
    left join near_duplicates
        on
            documents.study_code = near_duplicates.study_code
            and documents.document_id = near_duplicates.document_id
)

select * from final
