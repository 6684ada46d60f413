with

unit_year_themes as (
    select * from {{ ref('int_text__unit_year_themes') }}
),

final as (
    select
        study_code::string as study_code,
        unit_code::string as unit_code,
        year::integer as year,
        theme_code::string as theme_code,
        theme_score::double as theme_score,
        theme_share::double as theme_share,
        n_own_documents::integer as n_own_documents,
        n_province_documents::integer as n_province_documents,
        n_national_documents::integer as n_national_documents,
        {{ var('province_inheritance') }}::double as province_inheritance,
        {{ var('national_inheritance') }}::double as national_inheritance
    from unit_year_themes
)

select * from final
