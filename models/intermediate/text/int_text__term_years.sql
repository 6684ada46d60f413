with

documents as (
    select * from {{ ref('int_text__documents') }}
    where is_usable
),

document_terms as (
    select * from {{ ref('int_text__document_terms') }}
),

typed as (
    select
        documents.study_code,
        documents.document_type,
        documents.year,
        document_terms.term,
        count(*) as n_documents_with_term,
        sum(document_terms.term_count) as term_count
    from document_terms
    inner join documents
        on
            document_terms.study_code = documents.study_code
            and document_terms.document_id = documents.document_id
    group by
        documents.study_code, documents.document_type, documents.year, document_terms.term
),

final as (
    select
        study_code,
        document_type,
        year,
        term,
        n_documents_with_term::bigint as n_documents_with_term,
        term_count::bigint as term_count
    from typed
    union all
    select
        study_code,
        'all' as document_type,
        year,
        term,
        sum(n_documents_with_term)::bigint as n_documents_with_term,
        sum(term_count)::bigint as term_count
    from typed
    group by study_code, year, term
)

select * from final
