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

current_texts as (
    select
        segmented_texts.content_hash,
        segmented_texts.terms,
        segmented_texts.counts,
        segmented_texts.n_tokens
    from segmented_texts
    inner join segmentation
        on segmented_texts.segmentation_hash = segmentation.segmentation_hash
),

final as (
    select
        documents.study_code,
        documents.document_id,
        {{ zipped_rows('current_texts.terms', 'current_texts.counts', 'term', 'term_count') }},
        current_texts.n_tokens as n_tokens_document
    from documents
    inner join current_texts
        on documents.content_hash = current_texts.content_hash
)

select * from final
