with
features as (
    select * from {{ ref('int_paths__features') }}
),

final as (
    select
        study_code::varchar as study_code,
        unit_code::varchar as unit_code,
        year::integer as year,
        dimension_code::varchar as dimension_code,
        structured_score::double as structured_score,
        text_score::double as text_score,
        network_score::double as network_score,
        structured_share::double as structured_share,
        text_share::double as text_share,
        network_share::double as network_share,
        fused_score::double as fused_score,
        standardized_score::double as standardized_score,
        recipe_code::varchar as recipe_code
    from features
)

select * from final
