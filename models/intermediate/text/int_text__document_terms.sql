-- Terms were counted once per text and dictionary; here they come back to the documents.
with
current_texts as (
    select * from {{ ref('int_text__current_texts') }}
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
