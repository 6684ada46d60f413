-- Score of a theme: Σ w·λ over the document's terms ÷ Σ w, with w the positive part of TF-IDF (a
-- term of every document is no evidence against a theme) and λ the weight in the lexicon. Where
-- all theme terms are that common, or the corpus too small for TF-IDF to tell terms apart, w is
-- the count of the term instead: a document in which theme terms occur always has shares.
{%- set is_tfidf = 'largest_weighted_sum > 0' if var('theme_weighting') == 'tfidf' else 'false' %}

with

documents as (
    select * from {{ ref('int_text__documents') }}
    where is_usable
),

weights as (
    select * from {{ ref('int_text__positive_weights') }}
),

lexicon as (
    select * from {{ ref('theme_lexicon') }}
),

themes as (
    select * from {{ ref('themes') }}
),

totals as (
    select
        study_code,
        document_id,
        {{ exact_sum('positive_tfidf') }} as positive_weight
    from weights
    group by study_code, document_id
),

sums as (
    select
        weights.study_code,
        weights.document_id,
        lexicon.theme_code,
        count(*) as n_terms,
        {{ exact_sum('lexicon.weight * weights.positive_tfidf') }} as weighted_sum,
        {{ exact_sum('lexicon.weight * weights.term_frequency') }} as counted_sum
    from weights
    inner join lexicon
        on weights.term = lexicon.term
    group by weights.study_code, weights.document_id, lexicon.theme_code
),

cells as (
    select
        documents.study_code,
        documents.document_id,
        themes.theme_code,
        totals.positive_weight,
        coalesce(sums.n_terms, 0) as n_terms,
        coalesce(sums.weighted_sum, 0) as weighted_sum,
        coalesce(sums.counted_sum, 0) as counted_sum,
        max(sums.weighted_sum) over (partition by documents.study_code, documents.document_id)
            as largest_weighted_sum
    from documents
    cross join themes
    left join totals
        on
            documents.study_code = totals.study_code
            and documents.document_id = totals.document_id
    left join sums
        on
            documents.study_code = sums.study_code
            and documents.document_id = sums.document_id
            and themes.theme_code = sums.theme_code
),

scored as (
    select
        *,
        case
            when positive_weight is null then null  -- no term at all
            when {{ is_tfidf }} then weighted_sum / positive_weight
            else counted_sum
        end as theme_score,
        case
            when positive_weight is null or largest_weighted_sum is null then null
            when {{ is_tfidf }} then 'tfidf'
            else 'counts'
        end as weighting
    from cells
),

final as (
    select
        study_code,
        document_id,
        theme_code,
        n_terms,
        weighting,
        theme_score,
        -- rounded as the sum is: the only theme of a document has all of it, and not 1e-12 more
        ((theme_score + 3e0) - 3e0)
        / nullif({{ exact_share_sum('theme_score') }} over (
            partition by study_code, document_id
        ), 0) as theme_share
    from scored
)

select * from final
