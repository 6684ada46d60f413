-- Documents with and without a term in both windows, by type and over all types. Terms of fewer
-- documents are not tested: they could not be found, and would only cost the others; nor are words
-- of official routine, which say nothing of a theme.
with

documents as (
    select * from {{ ref('int_text__documents') }}
    where is_usable
),

document_terms as (
    select * from {{ ref('int_text__document_terms') }}
),

settings as (
    select * from {{ ref('int_text__method_settings') }}
),

administrative_words as (
    select * from {{ ref('administrative_words') }}
),

dated as (
    select
        documents.study_code,
        documents.document_id,
        documents.document_type as own_type,
        documents.year >= settings.recent_from_year as is_recent
    from documents
    inner join settings
        on documents.study_code = settings.study_code
    where documents.is_study_year and documents.year >= settings.baseline_from_year
),

scoped as (
    select
        study_code,
        document_id,
        is_recent,
        own_type as document_type
    from dated
    union all
    select
        study_code,
        document_id,
        is_recent,
        'all' as document_type
    from dated
),

windows as (
    select
        study_code,
        document_type,
        count(*) filter (where is_recent) as n_recent,
        count(*) filter (where not is_recent) as n_baseline
    from scoped
    group by study_code, document_type
),

counts as (
    select
        scoped.study_code,
        scoped.document_type,
        document_terms.term,
        count(*) filter (where scoped.is_recent) as n_recent_with_term,
        count(*) filter (where not scoped.is_recent) as n_baseline_with_term
    from scoped
    inner join document_terms
        on
            scoped.study_code = document_terms.study_code
            and scoped.document_id = document_terms.document_id
    anti join administrative_words
        on document_terms.term = administrative_words.word
    group by scoped.study_code, scoped.document_type, document_terms.term
),

final as (
    select
        counts.study_code,
        counts.document_type,
        counts.term,
        counts.n_recent_with_term::integer as n_recent_with_term,
        windows.n_recent::integer as n_recent,
        counts.n_baseline_with_term::integer as n_baseline_with_term,
        windows.n_baseline::integer as n_baseline
    from counts
    inner join windows
        on
            counts.study_code = windows.study_code
            and counts.document_type = windows.document_type
    where
        counts.n_recent_with_term + counts.n_baseline_with_term
        >= {{ var('emerging_min_documents') }}
        and windows.n_recent > 0
        and windows.n_baseline > 0
)

select * from final
