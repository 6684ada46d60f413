with

document_themes as (
    select * from {{ ref('int_text__document_themes') }}
),

final as (
    select
        study_code::varchar as study_code,
        document_id::varchar as document_id,
        theme_code::varchar as theme_code,
        theme_score::double as theme_score,
        theme_share::double as theme_share,
        n_terms::integer as n_theme_terms,
        weighting::varchar as weighting
    from document_themes
)

select * from final
