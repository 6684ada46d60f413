{{ config(materialized='view') }}

-- The terms of each usable document as today's dictionary cuts them.
with

documents as (
    select * from {{ ref('int_text__documents') }}
    where is_usable
),

segmented_texts as (
    select * from {{ ref('int_text__segmented_texts') }}
),

segmentation as (
    select * from {{ ref('int_text__segmentation') }}
),

final as (
    select
        documents.study_code,
        documents.document_id,
        segmented_texts.content_hash,
        segmented_texts.segmentation_hash,
        segmented_texts.terms,
        segmented_texts.counts,
        segmented_texts.n_tokens
    from documents
    inner join segmented_texts
        on documents.content_hash = segmented_texts.content_hash
    inner join segmentation
        on segmented_texts.segmentation_hash = segmentation.segmentation_hash
)

select * from final
