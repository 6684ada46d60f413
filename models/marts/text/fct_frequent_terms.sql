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
        {{ contracted(token_share='1e0 * term_count / n_tokens') }}
    from ranked
    where term_rank <= {{ var('frequent_terms') }}
)

select * from final
