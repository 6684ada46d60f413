-- Windows end with the last year of the study that has documents.
with

documents as (
    select * from {{ ref('int_text__documents') }}
),

own_settings as (
    select * from {{ source('text', 'text_settings') }}
),

spans as (
    select
        study_code,
        count(*) as n_documents,
        min(year) filter (where is_study_year) as first_year,
        max(year) filter (where is_study_year) as last_year
    from documents
    where is_usable
    group by study_code
),

windows as (
    select
        spans.*,
        coalesce(own_settings.emerging_recent_years, {{ var('emerging_recent_years') }})
            as recent_years,
        coalesce(own_settings.emerging_baseline_years, {{ var('emerging_baseline_years') }})
            as baseline_years
    from spans
    left join own_settings
        on spans.study_code = own_settings.study_code
),

final as (
    select
        study_code,
        n_documents::integer as n_documents,
        first_year::integer as first_year,
        last_year::integer as last_year,
        (last_year - recent_years + 1)::integer as recent_from_year,
        greatest(first_year, last_year - recent_years - baseline_years + 1)::integer
            as baseline_from_year,
        '{{ var("topic_numbers") | join(",") }}' as topic_numbers,
        {{ var('topic_learned_documents') }}::integer as topic_learned_documents,
        {{ var('new_word_min_count') }}::integer as new_word_min_count,
        {{ var('new_word_min_documents') }}::integer as new_word_min_documents,
        {{ var('new_word_min_pmi') }}::double as new_word_min_pmi,
        {{ var('new_word_min_entropy') }}::double as new_word_min_entropy
    from windows
)

select * from final
