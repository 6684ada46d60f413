with
text_settings as (
    select * from {{ source('text', 'text_settings') }}
),

final as (
    select
        study_code,
        emerging_recent_years,
        emerging_baseline_years
    from text_settings
)

select * from final
