with

results as (
    select * from {{ ref('int_indicators__uncertainty') }}
),

dimension_scores as (
    select * from {{ ref('int_indicators__dimension_scores') }}
),

studies as (
    select * from {{ ref('stg_config__studies') }}
),

composite_scores as (
    {{ nested_rows('int_indicators__composite', 'scores') }}
),

intervals as (
    select
        study_code,
        n_group_draws as n_draws,
        {{ struct_rows('groups') }}
    from results
),

-- dimensions of the index of P1, groups of every level of a study's own
scores as (
    select
        dimension_scores.study_code,
        dimension_scores.unit_code,
        dimension_scores.year,
        'dimension' as level_code,
        dimension_scores.dimension_code as group_code,
        dimension_scores.dimension_score as score
    from dimension_scores
    inner join studies
        on dimension_scores.study_code = studies.study_code
    where studies.design is null
    union all
    select
        study_code,
        unit_code,
        year,
        level_code,
        group_code,
        score
    from composite_scores
),

ranked as (
    select
        *,
        case
            when score is not null
                then
                    rank() over (
                        partition by study_code, year, group_code
                        order by score desc nulls last
                    )
        end as rank_in_year
    from scores
),

joined as (
    select
        intervals.*,
        ranked.level_code,
        ranked.score,
        ranked.rank_in_year,
        -- the interval is rounded to ten digits, the score is not
        ranked.score
        between intervals.score_p05 - 1e-9 and intervals.score_p95 + 1e-9 as is_score_inside,
        ranked.rank_in_year
        between intervals.rank_p05 and intervals.rank_p95 as is_rank_inside,
        1e0 * intervals.n_scored / intervals.n_draws as scored_share
    from intervals
    inner join ranked
        on
            intervals.study_code = ranked.study_code
            and intervals.unit_code = ranked.unit_code
            and intervals.year = ranked.year
            and intervals.group_code = ranked.group_code
),

final as (
    select
        {{ contracted() }}
    from joined
)

select * from final
