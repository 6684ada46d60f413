with

boundaries as (select * from {{ source('atlas', 'study_boundaries') }}),

final as (
    select
        study_code,
        feature_number,
        unit_code,
        is_of_study,
        geometry,
        attribution,
        source_file
    from boundaries
)

select * from final
