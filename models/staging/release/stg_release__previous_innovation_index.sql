with
previous as (
    select * from {{ source('release', 'previous_innovation_index') }}
),

final as (
    select
        study_code,
        unit_code,
        year,
        innovation_score,
        rank_in_year
    from previous
)

select * from final
