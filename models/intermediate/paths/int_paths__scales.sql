{{ config(materialized='view') }}

with
own_scales as (
    select * from {{ ref('int_paths__own_scales') }}
),

stored_scales as (
    select * from {{ source('paths', 'previous_path_scales') }}
),

settings as (
    select * from {{ ref('stg_paths__settings') }}
),

final as (
    select
        study_code,
        'own' as recipe_code,
        block_code,
        feature_code,
        dimension_code,
        lowest,
        highest,
        weight
    from own_scales
    union all
    select
        stored_scales.study_code,
        'stored' as recipe_code,
        stored_scales.block_code,
        stored_scales.feature_code,
        stored_scales.dimension_code,
        stored_scales.lowest,
        stored_scales.highest,
        stored_scales.weight
    from stored_scales
    inner join settings
        on stored_scales.study_code = settings.study_code
)

select * from final
