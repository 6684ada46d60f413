-- What the warehouse says about numbers on development paths that papers print.
with
assignments as (
    select * from {{ ref('int_paths__assignments') }}
    where path_code is not null
),

samples as (
    select
        assignments.*,
        places.province_code
    from assignments
    inner join {{ ref('int_paths__samples') }} as places
        on
            assignments.study_code = places.study_code
            and assignments.unit_code = places.unit_code
            and assignments.year = places.year
),

probabilities as (
    select * from {{ ref('int_paths__probabilities') }}
),

evaluation as (
    select * from {{ ref('int_paths__evaluation') }}
),

settings as (
    select * from {{ ref('stg_paths__settings') }}
),

shares as (
    {% for unit_code in ['null::varchar', 'province_code'] %}
        select
            study_code,
            {{ unit_code }} as unit_code,
            path_code,
            1e2 * count(*) / sum(count(*)) over (
                partition by study_code{{ ', province_code' if unit_code == 'province_code' }}
            ) as path_share,
            {{ exact_sum('path_score') }} / nullif(count(path_score), 0) as path_score_mean
        from samples
        group by study_code, path_code{{ ', province_code' if unit_code == 'province_code' }}
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

final as (
    select
        study_code,
        'path_share' as statistic,
        unit_code,
        null::integer as year,
        path_code as item_code,
        '%' as measure_unit,
        path_share as own_value
    from shares
    union all
    select
        study_code,
        'path_score_mean',
        null,
        null,
        path_code,
        null,
        path_score_mean
    from shares
    where unit_code is null
    union all
    select
        study_code,
        'path_votes',
        unit_code,
        year,
        path_code,
        null,
        votes
    from probabilities
    union all
    select
        study_code,
        'path_confidence',
        unit_code,
        year,
        path_code,
        null,
        confidence
    from assignments
    union all
    select
        study_code,
        'n_trees',
        unit_code,
        year,
        null,
        null,
        sum(votes)
    from probabilities
    group by study_code, unit_code, year
    {% for statistic, column in {
        'n_trees': 'trees', 'max_depth': 'max_depth', 'min_samples_leaf': 'min_samples_leaf',
        'training_share': 'training_share',
    }.items() %}
        union all
        select
            study_code,
            '{{ statistic }}',
            null,
            null,
            null,
            null,
            {{ column }}
        from settings
    {% endfor %}
    union all
    select
        study_code,
        'oob_accuracy',
        null,
        null,
        null,
        null,
        accuracy
    from evaluation
    where scheme_code = 'out_of_bag'
    union all
    select
        study_code,
        'macro_f1',
        null,
        null,
        null,
        null,
        macro_f1
    from evaluation
    where scheme_code = 'paper_split'
)

select * from final
