-- People of the last periods and of those before, per category: what emerging terms are tested by.
{% set recent = var('consumer_recent_periods') %}
{% set baseline = var('consumer_baseline_periods') %}

with
located as (
    select * from {{ ref('int_consumers__located') }}
),

windowed as (
    select
        study_code,
        category_code,
        person_code,
        periods_ago < {{ recent }} as is_recent,
        periods_ago
    from located
    where periods_ago < {{ recent + baseline }}
),

everybody as (
    select
        study_code,
        count(distinct person_code) filter (where is_recent) as n_recent,
        count(distinct person_code) filter (where not is_recent) as n_baseline
    from windowed
    group by study_code
),

by_category as (
    select
        study_code,
        category_code,
        count(distinct person_code) filter (where is_recent) as n_recent_with_term,
        count(distinct person_code) filter (where not is_recent) as n_baseline_with_term
    from windowed
    group by study_code, category_code
),

-- the last year of events over the year before, where there are two
years as (
    select
        study_code,
        category_code,
        1e0 * count(*) filter (where periods_ago < season_periods)
        / nullif(count(*) filter (
            where periods_ago >= season_periods and periods_ago < 2 * season_periods
        ), 0) - 1 as growth_share
    from located
    group by study_code, category_code
),

final as (
    select
        by_category.*,
        everybody.n_recent,
        everybody.n_baseline,
        years.growth_share
    from by_category
    inner join everybody on by_category.study_code = everybody.study_code
    left join years
        on
            by_category.study_code = years.study_code
            and by_category.category_code = years.category_code
    where everybody.n_recent > 0 and everybody.n_baseline > 0
)

select * from final
