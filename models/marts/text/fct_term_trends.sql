-- Every year that has documents has a row for every term kept, with zero where the term is absent:
-- a line drawn through the years must not jump over its gaps.
with

documents as (
    select * from {{ ref('int_text__documents') }}
    where is_usable
),

document_terms as (
    select * from {{ ref('int_text__document_terms') }}
),

term_years as (
    select * from {{ ref('int_text__term_years') }}
),

tokens as (
    select
        study_code,
        document_id,
        max(n_tokens_document) as n_tokens
    from document_terms
    group by study_code, document_id
),

typed_years as (
    select
        documents.study_code,
        documents.document_type,
        documents.year,
        count(*) as n_documents,
        coalesce(sum(tokens.n_tokens), 0) as n_tokens
    from documents
    left join tokens
        on
            documents.study_code = tokens.study_code
            and documents.document_id = tokens.document_id
    group by documents.study_code, documents.document_type, documents.year
),

years as (
    select * from typed_years
    union all
    select
        study_code,
        'all' as document_type,
        year,
        sum(n_documents) as n_documents,
        sum(n_tokens) as n_tokens
    from typed_years
    group by study_code, year
),

kept_terms as (
    select
        study_code,
        document_type,
        term
    from term_years
    group by study_code, document_type, term
    having sum(n_documents_with_term) >= {{ var('trend_min_documents') }}
),

final as (
    select
        kept_terms.study_code::string as study_code,
        kept_terms.document_type::string as document_type,
        kept_terms.term::string as term,
        years.year::integer as year,
        coalesce(term_years.n_documents_with_term, 0)::integer as n_documents_with_term,
        years.n_documents::integer as n_documents,
        (1e0 * coalesce(term_years.n_documents_with_term, 0) / years.n_documents)::double
            as document_share,
        coalesce(term_years.term_count, 0)::bigint as term_count,
        (1e3 * coalesce(term_years.term_count, 0) / nullif(years.n_tokens, 0))::double
            as count_per_1000_tokens
    from kept_terms
    inner join years
        on
            kept_terms.study_code = years.study_code
            and kept_terms.document_type = years.document_type
    left join term_years
        on
            kept_terms.study_code = term_years.study_code
            and kept_terms.document_type = term_years.document_type
            and kept_terms.term = term_years.term
            and years.year = term_years.year
)

select * from final
