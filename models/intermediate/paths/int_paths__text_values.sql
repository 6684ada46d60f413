{{ config(materialized='view') }}

with
unit_year_themes as (
    select * from {{ ref('int_text__unit_year_themes') }}
),

final as (
    select
        study_code,
        unit_code,
        year,
        theme_code as feature_code,
        theme_score as feature_value
    from unit_year_themes
)

select * from final
