with

dimension_scores as (
    select * from {{ ref('int_indicators__dimension_scores') }}
),

final as (
    select
        study_code::varchar as study_code,
        unit_code::varchar as unit_code,
        year::integer as year,
        dimension_code::varchar as dimension_code,
        dimension_score::double as dimension_score,
        observed_weight_share::double as observed_weight_share
    from dimension_scores
)

select * from final
