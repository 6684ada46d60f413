{% set low = messages([
    message(
        'paths.explanation.low', {'dimension': ['dimensions.name_zh', 'lower(dimensions.name_en)']},
        when='features.standardized_score < 0'
    )
]) %}
{% set turn = {
    'dimension': ['turns.name_zh', 'lower(turns.name_en)'],
    'change': thousandths('abs(turns.score_change)'),
    'target': thousandths('turns.target_score'),
    'path': ['turned.name_zh', 'lower(turned.name_en)']
} %}
{% set explanation = messages([
    message('paths.explanation.votes', {
        'unit': ['units.unit_name_zh', 'units.unit_name_en'],
        'year': 'assignments.year',
        'path': ['paths.name_zh', 'lower(paths.name_en)'],
        'votes': 'assignments.votes',
        'n_trees': 'assignments.n_trees',
        'confidence': 'round(assignments.confidence, 3)::decimal(6, 3)'
    }),
    message('paths.explanation.dimensions', {
        'first': ['strongest.first_phrase_zh', 'strongest.first_phrase_en'],
        'first_contribution': signed('strongest.first_contribution'),
        'second': ['strongest.second_phrase_zh', 'strongest.second_phrase_en'],
        'second_contribution': signed('strongest.second_contribution')
    }, when='strongest.second_contribution is not null'),
    message('paths.explanation.unanimous', when='nearest.path_code is null'),
    message('paths.explanation.nearest', {
        'path': ['nearest.name_zh', 'lower(nearest.name_en)'], 'votes': 'assignments.second_votes'
    }, when='nearest.path_code is not null'),
    message('paths.explanation.firm', when='turns.dimension_code is null'),
    message('paths.explanation.turns_up', turn, when='turns.score_change > 0'),
    message('paths.explanation.turns_down', turn, when='turns.score_change <= 0'),
    message('paths.explanation.trained', when='assignments.is_training'),
]) %}

with

assignments as (
    select * from {{ ref('fct_path_assignments') }}
    where path_code is not null
),

units as (
    select * from {{ ref('int_units__registered') }}
),

paths as (
    select * from {{ ref('path_types') }}
),

words as (
    {{ words_of(['paths']) }}
),

nearest_turns as (
    {{ nested_rows('int_paths__results', 'turns') }}
),

dimensions as (
    select * from {{ ref('dimensions') }}
),

contributions as (
    {{ nested_rows('int_paths__results', 'sample_contributions') }}
),

features as (
    select * from {{ ref('int_paths__features') }}
),

ranked as (
    select
        contributions.*,
        -- a low score in one dimension speaks for the path of another
        coalesce({{ told(low, 'zh') }}, dimensions.name_zh) as phrase_zh,
        coalesce({{ told(low, 'en') }}, lower(dimensions.name_en)) as phrase_en,
        row_number() over (
            partition by contributions.study_code, contributions.unit_code, contributions.year
            order by contributions.contribution desc nulls last, dimensions.position asc
        ) as place
    from contributions
    inner join assignments
        on
            contributions.study_code = assignments.study_code
            and contributions.unit_code = assignments.unit_code
            and contributions.year = assignments.year
            and contributions.path_code = assignments.path_code
    inner join features
        on
            contributions.study_code = features.study_code
            and contributions.unit_code = features.unit_code
            and contributions.year = features.year
            and contributions.dimension_code = features.dimension_code
    inner join dimensions
        on contributions.dimension_code = dimensions.dimension_code
    cross join words
),

strongest as (
    select
        study_code,
        unit_code,
        year,
        max(case when place = 1 then dimension_code end) as first_dimension_code,
        max(case when place = 1 then contribution end) as first_contribution,
        max(case when place = 1 then phrase_zh end) as first_phrase_zh,
        max(case when place = 1 then phrase_en end) as first_phrase_en,
        max(case when place = 2 then dimension_code end) as second_dimension_code,
        max(case when place = 2 then contribution end) as second_contribution,
        max(case when place = 2 then phrase_zh end) as second_phrase_zh,
        max(case when place = 2 then phrase_en end) as second_phrase_en
    from ranked
    group by study_code, unit_code, year
),

placed as (
    select
        nearest_turns.*,
        dimensions.name_zh,
        dimensions.name_en,
        row_number() over (
            partition by nearest_turns.study_code, nearest_turns.unit_code, nearest_turns.year
            order by abs(nearest_turns.score_change) nulls last, dimensions.position
        ) as place
    from nearest_turns
    inner join dimensions
        on nearest_turns.dimension_code = dimensions.dimension_code
),

turns as (
    select
        study_code,
        unit_code,
        year,
        dimension_code,
        name_zh,
        name_en,
        target_score,
        score_change,
        to_path_code
    from placed
    where place = 1
),

final as (
    select
        assignments.study_code::string as study_code,
        assignments.unit_code::string as unit_code,
        assignments.year::integer as year,
        assignments.path_code::string as path_code,
        assignments.votes::integer as votes,
        assignments.n_trees::integer as n_trees,
        assignments.confidence::double as confidence,
        assignments.second_path_code::string as nearest_path_code,
        assignments.second_votes::integer as nearest_votes,
        (assignments.votes - coalesce(assignments.second_votes, 0))::integer as vote_margin,
        strongest.first_dimension_code::string as first_dimension_code,
        strongest.first_contribution::double as first_contribution,
        strongest.second_dimension_code::string as second_dimension_code,
        strongest.second_contribution::double as second_contribution,
        turns.dimension_code::string as turning_dimension_code,
        turns.target_score::double as turning_score,
        turns.score_change::double as turning_change,
        turns.to_path_code::string as turning_path_code,
        assignments.label_path_code::string as label_path_code,
        assignments.is_training::boolean as is_training,
        {{ told(explanation, 'en') }}::string as explanation,
        {{ told(explanation, 'zh') }}::string as explanation_zh,
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
    cross join words
)

select * from final
