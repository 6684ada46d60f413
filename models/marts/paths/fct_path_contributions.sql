with
results as (
    select * from {{ ref('int_paths__results') }}
),

unfolded as (
    select
        study_code,
        {{ struct_rows('contributions') }}
    from results
),

final as (
    select
        study_code::varchar as study_code,
        scope_code::varchar as scope_code,
        scope_value::varchar as scope_value,
        method_code::varchar as method_code,
        dimension_code::varchar as dimension_code,
        importance::double as importance,
        contribution_share::double as contribution_share,
        n_samples::integer as n_samples
    from unfolded
)

select * from final
