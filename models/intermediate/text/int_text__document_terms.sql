-- Terms were counted once per text and dictionary; here they come back to the documents.
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

-- The terms of each usable document as today's dictionary cuts them.
current_texts as (
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
),

final as (
    select
        study_code,
        document_id,
        {{ zipped_rows('terms', 'counts', 'term', 'term_count') }},
        n_tokens as n_tokens_document,
        content_hash,
        segmentation_hash
    from current_texts
)

select * from final
