-- Eq 6 of the study of the Northeast: w = tf · ln(N / (df + 1)). A term that stands in every
-- document gets a small negative weight; that is the published formula.
{%- set idf_variant = var('idf_variant') %}

with
document_terms as (
    select * from {{ ref('int_text__document_terms') }}
),

documents as (
    select * from {{ ref('int_text__documents') }}
    where is_usable
),

corpora as (
    select
        study_code,
        document_type,
        count(*)::bigint as n_documents
    from documents
    group by study_code, document_type
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

frequencies as (
    select
        study_code,
        document_type,
        term,
        count(*)::bigint as document_frequency
    from typed
    group by study_code, document_type, term
),

weights as (
    select
        frequencies.*,
        corpora.n_documents,
        {% if idf_variant == 'smooth' -%}
            ln(1e0 * (1 + corpora.n_documents) / (1 + frequencies.document_frequency)) + 1 as idf
        {%- else -%}
            ln(1e0 * corpora.n_documents / (frequencies.document_frequency + 1)) as idf
        {%- endif %}
    from frequencies
    inner join corpora
        on
            frequencies.study_code = corpora.study_code
            and frequencies.document_type = corpora.document_type
),

final as (
    select
        typed.study_code,
        typed.document_id,
        typed.document_type,
        typed.term,
        typed.term_count,
        typed.term_frequency,
        weights.document_frequency,
        weights.n_documents,
        weights.idf,
        typed.term_frequency * weights.idf as tfidf,
        '{{ idf_variant }}' as idf_variant
    from typed
    inner join weights
        on
            typed.study_code = weights.study_code
            and typed.document_type = weights.document_type
            and typed.term = weights.term
)

select * from final
