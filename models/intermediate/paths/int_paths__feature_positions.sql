-- Values outside a stored scale count as its ends: trees do not tell them apart either.
{{ config(materialized='view') }}

with
feature_values as (
    select * from {{ ref('int_paths__feature_values') }}
),

scales as (
    select * from {{ ref('int_paths__scales') }}
    where feature_code != ''
),

final as (
    select
        scales.study_code,
        scales.recipe_code,
        feature_values.unit_code,
        feature_values.year,
        scales.block_code,
        scales.feature_code,
        scales.dimension_code,
        scales.weight,
        case
            when feature_values.feature_value is not null
                then greatest(0e0, least(
                    1e0,
                    (feature_values.feature_value - scales.lowest)
                    / (scales.highest - scales.lowest)
                ))
        end as position
    from scales
    inner join feature_values
        on
            scales.study_code = feature_values.study_code
            and scales.block_code = feature_values.block_code
            and scales.feature_code = feature_values.feature_code
)

select * from final
