with
study_path_features as (
    select * from {{ source('paths', 'study_path_features') }}
),

final as (
    select
        study_code,
        feature_code,
        dimension_code
    from study_path_features
)

select * from final
