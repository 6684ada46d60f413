with
results as (
    select * from {{ ref('int_paths__results') }}
),

unfolded as (
    select
        study_code,
        {{ struct_rows('model_samples') }}
    from results
),

final as (
    select
        study_code::varchar as study_code,
        unit_code::varchar as unit_code,
        year::integer as year,
        sample_role::varchar as sample_role,
        label_path_code::varchar as label_path_code,
        dimension_code::varchar as dimension_code,
        fused_score::double as fused_score
    from unfolded
)

select * from final
