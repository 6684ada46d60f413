with
previous_path_scales as (
    select * from {{ source('paths', 'previous_path_scales') }}
),

final as (
    select
        study_code,
        block_code,
        feature_code,
        dimension_code,
        lowest,
        highest,
        weight
    from previous_path_scales
)

select * from final
