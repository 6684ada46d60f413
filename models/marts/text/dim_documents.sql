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
    left join current_texts
        on documents.content_hash = current_texts.content_hash
)

select * from final
