{% set leading = ['leading_names.name_zh', 'lower(leading_names.name_en)'] %}
{% set leading_features = [
    'path_features.leading_features_zh', 'path_features.leading_features_en'
] %}
{% set lacking = {
    'dimension': ['weakest_names.name_zh', 'lower(weakest_names.name_en)'],
    'deviations': decimals('abs(weakest.standardized_mean)')
} %}
{% set lacking_features = [
    'path_features.lacking_features_zh', 'path_features.lacking_features_en'
] %}
{% set falls_short = 'means.n_samples > 0 and weakest.standardized_mean < 0' %}
{% set summary = messages([
    message('paths.summary.empty', when='means.n_samples is null'),
    message(
        'paths.summary.leading', {'dimension': leading},
        when='means.n_samples > 0 and leading_features_zh is null'
    ),
    message(
        'paths.summary.leading_by', {'dimension': leading, 'features': leading_features},
        when='means.n_samples > 0 and leading_features_zh is not null'
    ),
    message(
        'paths.summary.lacking', lacking, when=falls_short ~ ' and lacking_features_zh is null'
    ),
    message(
        'paths.summary.lacking_by', dict(lacking, features=lacking_features),
        when=falls_short ~ ' and lacking_features_zh is not null'
    ),
    message(
        'paths.summary.nothing_lacking',
        when='means.n_samples > 0 and (weakest.standardized_mean < 0) is not true'
    ),
]) %}

with
path_types as (
    select * from {{ ref('int_paths__path_types') }}
),

names as (
    select * from {{ ref('path_types') }}
),

dimensions as (
    select * from {{ ref('dimensions') }}
),

samples as (
    select
        assignments.*,
        scores.innovation_score
    from ({{ nested_rows('int_paths__results', 'assignments') }}) as assignments
    left join {{ ref('int_paths__samples') }} as scores
        on
            assignments.study_code = scores.study_code
            and assignments.unit_code = scores.unit_code
            and assignments.year = scores.year
    where assignments.path_code is not null
),

profiles as (
    select * from {{ ref('int_paths__path_profiles') }}
),

path_features as (
    select * from {{ ref('int_paths__path_features') }}
),

strengths as (
    {{ nested_rows('int_paths__results', 'strengths') }}
),

studies as (
    select * from {{ ref('stg_config__studies') }}
),

words as (
    {{ words_of(['paths']) }}
),

means as (
    select
        study_code,
        path_code,
        count(*) as n_samples,
        sum(count(*)) over (partition by study_code) as n_all,
        {{ exact_sum('path_score') }} / nullif(count(path_score), 0) as path_score_mean,
        {{ exact_sum('innovation_score') }} / nullif(count(innovation_score), 0)
            as innovation_score_mean,
        {{ exact_sum('confidence') }} / count(*) as mean_confidence
    from samples
    group by study_code, path_code
),

final as (
    select
        path_types.study_code::string as study_code,
        path_types.path_code::string as path_code,
        case when means.n_samples > 0 then rank() over (
            partition by path_types.study_code order by means.path_score_mean desc nulls last
        ) end::integer as path_rank,
        coalesce(means.n_samples, 0)::integer as n_samples,
        (1e0 * means.n_samples / means.n_all)::double as path_share,
        means.path_score_mean::double as path_score_mean,
        means.innovation_score_mean::double as innovation_score_mean,
        means.mean_confidence::double as mean_confidence,
        strengths.strength::double as strength,
        strongest.dimension_code::string as leading_dimension_code,
        strongest.contribution_mean::double as leading_contribution,
        path_features.leading_features_en::string as leading_features_en,
        path_features.leading_features_zh::string as leading_features_zh,
        weakest.dimension_code::string as weakest_dimension_code,
        weakest.standardized_mean::double as weakest_standardized_mean,
        path_features.lacking_features_en::string as lacking_features_en,
        path_features.lacking_features_zh::string as lacking_features_zh,
        {{ told(summary, 'en') }}::string as summary,
        {{ told(summary, 'zh') }}::string as summary_zh,
        studies.is_synthetic::boolean as is_synthetic
    from path_types
    inner join studies
        on path_types.study_code = studies.study_code
    inner join names
        on path_types.path_code = names.path_code
    left join means
        on path_types.study_code = means.study_code and path_types.path_code = means.path_code
    left join strengths
        on
            path_types.study_code = strengths.study_code
            and path_types.path_code = strengths.path_code
    left join path_features
        on
            path_types.study_code = path_features.study_code
            and path_types.path_code = path_features.path_code
    left join profiles as strongest
        on
            path_types.study_code = strongest.study_code
            and path_types.path_code = strongest.path_code
            and strongest.place_by_contribution = 1
    left join profiles as weakest
        on
            path_types.study_code = weakest.study_code
            and path_types.path_code = weakest.path_code
            and weakest.place_by_gap = 1
    left join dimensions as leading_names
        on strongest.dimension_code = leading_names.dimension_code
    left join dimensions as weakest_names
        on weakest.dimension_code = weakest_names.dimension_code
    cross join words
)

select * from final
