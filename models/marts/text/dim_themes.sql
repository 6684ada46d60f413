with

themes as (
    select * from {{ ref('themes') }}
),

lexicon as (
    select
        theme_code,
        count(*) as n_terms
    from {{ ref('theme_lexicon') }}
    group by theme_code
),

final as (
    select
        themes.theme_code::string as theme_code,
        themes.name_zh::string as theme_name_zh,
        themes.name_en::string as theme_name_en,
        themes.dimension_code::string as dimension_code,
        themes.position::integer as theme_position,
        coalesce(lexicon.n_terms, 0)::integer as n_lexicon_terms,
        themes.description::string as description,
        themes.description_zh::string as description_zh
    from themes
    left join lexicon
        on themes.theme_code = lexicon.theme_code
)

select * from final
