with
study_spatial_weights as (
    select * from {{ source('econometrics', 'study_spatial_weights') }}
),

final as (
    select
        study_code,
        weights_code,
        weights_name_zh,
        weights_name_en,
        weights_kind,
        neighbors,
        power,
        cutoff_km,
        network_code,
        position as weights_position
    from study_spatial_weights
)

select * from final
