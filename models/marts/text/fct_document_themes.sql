with

document_themes as (
    select * from {{ ref('int_text__document_themes') }}
),

final as (
    select
        {{ contracted(n_theme_terms='n_terms') }}
    from document_themes
)

select * from final
