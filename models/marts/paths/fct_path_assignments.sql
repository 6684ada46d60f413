with
assignments as (
    {{ nested_rows('int_paths__results', 'assignments') }}
),

models as (
    {{ nested_rows('int_paths__results', 'models') }}
),

settings as (
    select * from {{ ref('stg_paths__settings') }}
),

probabilities as (
    {{ nested_rows('int_paths__results', 'probabilities') }}
),

studies as (
    select * from {{ ref('stg_config__studies') }}
),

-- a stored forest may have another size than the study asks for today
forest_sizes as (
    select
        study_code,
        unit_code,
        year,
        sum(votes)::integer as n_trees
    from probabilities
    group by study_code, unit_code, year
),

final as (
    select
        assignments.study_code::string as study_code,
        assignments.unit_code::string as unit_code,
        assignments.year::integer as year,
        assignments.path_code::string as path_code,
        assignments.votes::integer as votes,
        forest_sizes.n_trees::integer as n_trees,
        assignments.confidence::double as confidence,
        assignments.path_score::double as path_score,
        assignments.second_path_code::string as second_path_code,
        assignments.second_votes::integer as second_votes,
        (assignments.sample_role = 'training')::boolean as is_training,
        assignments.sample_role::string as sample_role,
        assignments.oob_path_code::string as oob_path_code,
        assignments.oob_votes::integer as oob_votes,
        assignments.oob_n_votes::integer as oob_n_votes,
        (1e0 * assignments.oob_votes / nullif(assignments.oob_n_votes, 0))::double
            as oob_confidence,
        assignments.label_path_code::string as label_path_code,
        settings.label_strategy::string as label_strategy,
        assignments.missing_dimensions::string as missing_dimensions,
        models.model_version::string as model_version,
        studies.is_synthetic::boolean as is_synthetic
    from assignments
    inner join models
        on assignments.study_code = models.study_code
    inner join settings
        on assignments.study_code = settings.study_code
    inner join studies
        on assignments.study_code = studies.study_code
    left join forest_sizes
        on
            assignments.study_code = forest_sizes.study_code
            and assignments.unit_code = forest_sizes.unit_code
            and assignments.year = forest_sizes.year
)

select * from final
