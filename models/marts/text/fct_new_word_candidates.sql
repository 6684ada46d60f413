with

new_words as (
    select * from {{ ref('int_text__new_words') }}
),

final as (
    select
        study_code::varchar as study_code,
        candidate_rank::integer as candidate_rank,
        candidate::varchar as candidate,
        current_cuts::varchar as current_cuts,
        n_occurrences::bigint as n_occurrences,
        n_documents::bigint as n_documents,
        pmi::double as pmi,
        left_entropy::double as left_entropy,
        right_entropy::double as right_entropy
    from new_words
)

select * from final
