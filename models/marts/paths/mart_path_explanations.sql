with
assignments as (
    select * from {{ ref('fct_path_assignments') }}
    where path_code is not null
),

strongest as (
    select * from {{ ref('int_paths__leading_contributions') }}
),

turns as (
    select * from {{ ref('int_paths__nearest_turns') }}
),

units as (
    select * from {{ ref('administrative_units') }}
),

paths as (
    select * from {{ ref('path_types') }}
),

final as (
    select
        assignments.study_code::varchar as study_code,
        assignments.unit_code::varchar as unit_code,
        assignments.year::integer as year,
        assignments.path_code::varchar as path_code,
        assignments.votes::integer as votes,
        assignments.n_trees::integer as n_trees,
        assignments.confidence::double as confidence,
        assignments.second_path_code::varchar as nearest_path_code,
        assignments.second_votes::integer as nearest_votes,
        (assignments.votes - coalesce(assignments.second_votes, 0))::integer as vote_margin,
        strongest.first_dimension_code::varchar as first_dimension_code,
        strongest.first_contribution::double as first_contribution,
        strongest.second_dimension_code::varchar as second_dimension_code,
        strongest.second_contribution::double as second_contribution,
        turns.dimension_code::varchar as turning_dimension_code,
        turns.target_score::double as turning_score,
        turns.score_change::double as turning_change,
        turns.to_path_code::varchar as turning_path_code,
        assignments.label_path_code::varchar as label_path_code,
        assignments.is_training::boolean as is_training,
        {{ path_explanation() }}::varchar as explanation,
        {{ path_explanation_zh() }}::varchar as explanation_zh,
        assignments.is_synthetic::boolean as is_synthetic
    from assignments
    inner join units
        on assignments.unit_code = units.unit_code
    inner join paths
        on assignments.path_code = paths.path_code
    inner join strongest
        on
            assignments.study_code = strongest.study_code
            and assignments.unit_code = strongest.unit_code
            and assignments.year = strongest.year
    left join paths as nearest
        on assignments.second_path_code = nearest.path_code
    left join turns
        on
            assignments.study_code = turns.study_code
            and assignments.unit_code = turns.unit_code
            and assignments.year = turns.year
    left join paths as turned
        on turns.to_path_code = turned.path_code
)

select * from final
