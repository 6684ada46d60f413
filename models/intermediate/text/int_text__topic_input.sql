-- TF-IDF over all documents of the study, whatever their type: topics cross types.
with

topic_documents as (
    select * from {{ ref('int_text__topic_documents') }}
),

topic_terms as (
    select * from {{ ref('int_text__topic_terms') }}
),

document_terms as (
    select * from {{ ref('int_text__document_terms') }}
),

final as (
    select
        topic_documents.study_code,
        topic_documents.document_number::integer as document_number,
        topic_terms.term_number::integer as term_number,
        1e0 * document_terms.term_count / document_terms.n_tokens_document * topic_terms.idf
            as weight
    from document_terms
    inner join topic_documents
        on
            document_terms.study_code = topic_documents.study_code
            and document_terms.document_id = topic_documents.document_id
    inner join topic_terms
        on
            document_terms.study_code = topic_terms.study_code
            and document_terms.term = topic_terms.term
)

select * from final
