{%- set scope = var('duplicate_scope') %}

with
documents as (
    select * from {{ ref('int_text__documents') }}
),

segmented_texts as (
    select * from {{ ref('int_text__segmented_texts') }}
),

segmentation as (
    select * from {{ ref('int_text__segmentation') }}
),

settings as (
    select * from {{ ref('int_text__settings') }}
),

read_documents as (
    select * from {{ ref('stg_text__documents') }}
),

current_texts as (
    select
        segmented_texts.content_hash,
        segmented_texts.segmentation_hash,
        segmented_texts.n_tokens
    from segmented_texts
    inner join segmentation
        on segmented_texts.segmentation_hash = segmentation.segmentation_hash
),

final as (
    select
        documents.study_code,
        documents.document_id,
        documents.document_type,
        documents.title,
        documents.issuer,
        documents.issuer_unit_code,
        documents.issuer_status,
        documents.issuer_candidates,
        documents.unit_code,
        documents.published_on,
        documents.date_precision,
        documents.year,
        documents.is_study_year,
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
        read_documents.masked_identifiers,
        case when documents.is_usable then current_texts.n_tokens end as n_tokens,
        documents.stub_limit,
        documents.is_stub,
        documents.is_truncated,
        documents.duplicate_of,
        documents.duplicate_similarity,
        settings.duplicate_threshold,
        '{{ scope }}' as duplicate_scope,
        documents.is_usable,
        documents.content_hash,
        case when documents.is_usable then current_texts.segmentation_hash end
            as segmentation_hash
    from documents
    cross join settings
    left join read_documents
        on
            documents.study_code = read_documents.study_code
            and documents.mapping_code = read_documents.mapping_code
            and documents.source_file = read_documents.source_file
            and documents.sheet_name = read_documents.sheet_name
            and documents.row_number = read_documents.row_number
    left join current_texts
        on documents.content_hash = current_texts.content_hash
)

select * from final
