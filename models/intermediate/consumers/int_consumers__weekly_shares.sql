-- Share of the week's people who turned to each category, without gaps: what changes are sought in.
with
located as (
    select
        study_code,
        category_code,
        person_code,
        week as period_start
    from {{ ref('int_consumers__located') }}
),

weeks as (
    select
        study_code,
        period_start,
        count(distinct person_code) as persons
    from located
    group by study_code, period_start
    having count(distinct person_code) >= {{ var('consumer_week_min_persons') }}
),

categories as (
    select distinct
        study_code,
        category_code
    from located
),

counted as (
    select
        study_code,
        category_code,
        period_start,
        count(distinct person_code) as persons
    from located
    group by study_code, category_code, period_start
),

final as (
    select
        categories.study_code,
        categories.category_code,
        weeks.period_start,
        1e0 * coalesce(counted.persons, 0) / weeks.persons as person_share
    from categories
    inner join weeks on categories.study_code = weeks.study_code
    left join counted
        on
            categories.study_code = counted.study_code
            and categories.category_code = counted.category_code
            and weeks.period_start = counted.period_start
)

select * from final
