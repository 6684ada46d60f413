-- A view: the evidence that a term is for a theme. A term of every document is none against it.
{{ config(materialized='view') }}

with

documents as (
    select * from {{ ref('int_text__documents') }}
    where is_usable
),

document_terms as (
    select * from {{ ref('int_text__document_terms') }}
),

term_frequencies as (
    select * from {{ ref('int_text__term_frequencies') }}
),

final as (
    select
        documents.study_code,
        documents.document_id,
        document_terms.term,
        1e0 * document_terms.term_count / document_terms.n_tokens_document as term_frequency,
        1e0 * document_terms.term_count / document_terms.n_tokens_document
        * greatest(term_frequencies.idf, 0) as positive_tfidf
    from document_terms
    inner join documents
        on
            document_terms.study_code = documents.study_code
            and document_terms.document_id = documents.document_id
    inner join term_frequencies
        on
            documents.study_code = term_frequencies.study_code
            and documents.document_type = term_frequencies.document_type
            and document_terms.term = term_frequencies.term
)

select * from final
