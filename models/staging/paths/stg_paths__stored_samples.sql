with
previous_path_samples as (
    select * from {{ source('paths', 'previous_path_samples') }}
),

final as (
    select
        study_code,
        unit_code,
        year,
        sample_role,
        label_path_code,
        dimension_code,
        fused_score
    from previous_path_samples
)

select * from final
