with
results as (
    select * from {{ ref('int_paths__results') }}
),

unfolded as (
    select
        study_code,
        {{ struct_rows('confusion') }}
    from results
),

final as (
    select
        study_code::varchar as study_code,
        scheme_code::varchar as scheme_code,
        label_path_code::varchar as label_path_code,
        path_code::varchar as path_code,
        n_samples::integer as n_samples
    from unfolded
)

select * from final
