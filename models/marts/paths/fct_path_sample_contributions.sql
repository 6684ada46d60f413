with
results as (
    select * from {{ ref('int_paths__results') }}
),

unfolded as (
    select
        study_code,
        {{ struct_rows('sample_contributions') }}
    from results
),

final as (
    select
        study_code::varchar as study_code,
        unit_code::varchar as unit_code,
        year::integer as year,
        path_code::varchar as path_code,
        dimension_code::varchar as dimension_code,
        contribution::double as contribution
    from unfolded
)

select * from final
