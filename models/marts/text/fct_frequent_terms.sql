with

term_years as (
    select * from {{ ref('int_text__term_years') }}
),

ranked as (
    select
        *,
        row_number() over (
            partition by study_code, document_type, year
            order by term_count desc, n_documents_with_term desc, term asc
        ) as term_rank,
        sum(term_count) over (partition by study_code, document_type, year) as n_tokens
    from term_years
),

final as (
    select
        study_code::varchar as study_code,
        document_type::varchar as document_type,
        year::integer as year,
        term_rank::integer as term_rank,
        term::varchar as term,
        term_count::bigint as term_count,
        n_documents_with_term::integer as n_documents_with_term,
        (1e0 * term_count / n_tokens)::double as token_share
    from ranked
    where term_rank <= {{ var('frequent_terms') }}
)

select * from final
