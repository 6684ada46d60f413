-- The corpus of Eq 6 of the study of the Northeast are the documents of the same study and type.
{%- set idf_variant = var('idf_variant') %}

with

documents as (
    select * from {{ ref('int_text__documents') }}
    where is_usable
),

document_terms as (
    select * from {{ ref('int_text__document_terms') }}
),

corpora as (
    select
        study_code,
        document_type,
        count(*) as n_documents
    from documents
    group by study_code, document_type
),

frequencies as (
    select
        documents.study_code,
        documents.document_type,
        document_terms.term,
        count(*) as document_frequency
    from document_terms
    inner join documents
        on
            document_terms.study_code = documents.study_code
            and document_terms.document_id = documents.document_id
    group by documents.study_code, documents.document_type, document_terms.term
),

final as (
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
)

select * from final
