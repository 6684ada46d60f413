with
study_boundaries as (
    select * from {{ source('atlas', 'study_boundaries') }}
),

final as (
    select
        study_code,
        feature_number,
        unit_code,
        is_of_study,
        geometry,
        attribution,
        source_file
    from study_boundaries
)

select * from final
