with
results as (
    select * from {{ ref('int_paths__results') }}
),

unfolded as (
    select
        study_code,
        {{ struct_rows('model_scales') }}
    from results
),

final as (
    select
        study_code::varchar as study_code,
        block_code::varchar as block_code,
        feature_code::varchar as feature_code,
        dimension_code::varchar as dimension_code,
        lowest::double as lowest,
        highest::double as highest,
        weight::double as weight
    from unfolded
)

select * from final
