-- Eq 6 of the study of the Northeast: w = tf · ln(N / (df + 1)). A term that stands in every
-- document gets a small negative weight; that is the published formula. A view: one document more
-- changes every weight, and nothing has to be written for it before the release is.
{{ config(materialized='view') }}

with

document_terms as (
    select * from {{ ref('int_text__document_terms') }}
),

documents as (
    select * from {{ ref('int_text__documents') }}
    where is_usable
),

term_frequencies as (
    select * from {{ ref('int_text__term_frequencies') }}
),

typed as (
    select
        document_terms.study_code,
        document_terms.document_id,
        documents.document_type,
        document_terms.term,
        document_terms.term_count,
        1e0 * document_terms.term_count / document_terms.n_tokens_document as term_frequency
    from document_terms
    inner join documents
        on
            document_terms.study_code = documents.study_code
            and document_terms.document_id = documents.document_id
),

final as (
    select
        typed.study_code,
        typed.document_id,
        typed.document_type,
        typed.term,
        typed.term_count,
        typed.term_frequency,
        term_frequencies.document_frequency,
        term_frequencies.n_documents,
        term_frequencies.idf,
        typed.term_frequency * term_frequencies.idf as tfidf,
        '{{ var("idf_variant") }}' as idf_variant
    from typed
    inner join term_frequencies
        on
            typed.study_code = term_frequencies.study_code
            and typed.document_type = term_frequencies.document_type
            and typed.term = term_frequencies.term
)

select * from final
