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
        themes.theme_code::varchar as theme_code,
        themes.name_zh::varchar as theme_name_zh,
        themes.name_en::varchar as theme_name_en,
        themes.dimension_code::varchar as dimension_code,
        themes.position::integer as theme_position,
        coalesce(lexicon.n_terms, 0)::integer as n_lexicon_terms,
        themes.description::varchar as description,
        themes.description_zh::varchar as description_zh
    from themes
    left join lexicon
        on themes.theme_code = lexicon.theme_code
)

select * from final
