-- Purchases per period without gaps, of every category and every segment that enough people stand
-- behind; the last period only when its data reach its end.
with
demand as (
    select * from {{ ref('int_consumers__demand') }}
    where category_code = 'all' or segment_code = 'all'
),

settings as (
    select * from {{ ref('stg_consumers__settings') }}
),

ends as (
    select
        study_code,
        max(last_at) as last_at
    from {{ ref('int_consumers__days') }}
    group by study_code
),

periods as (
    select distinct
        demand.study_code,
        demand.period_start
    from demand
    inner join ends on demand.study_code = ends.study_code
    inner join settings on demand.study_code = settings.study_code
    where
        ends.last_at
        >= demand.period_start
        + case
            when settings.period_kind = 'month' then interval '1' month
            else interval '3' month
        end
        - interval '{{ var('consumer_period_slack_days') }}' day
),

published as (
    select
        demand.study_code,
        demand.category_code,
        demand.segment_code
    from demand
    inner join settings on demand.study_code = settings.study_code
    group by demand.study_code, demand.category_code, demand.segment_code
    having median(demand.persons) >= max(settings.k_required)
),

totals as (
    select
        study_code,
        period_start,
        persons
    from demand
    where category_code = 'all' and segment_code = 'all'
),

final as (
    select
        published.study_code,
        published.category_code,
        published.segment_code,
        periods.period_start,
        coalesce(demand.purchases, 0) as purchases,
        coalesce(demand.persons, 0) as persons,
        1e0 * coalesce(demand.persons, 0) / totals.persons as person_share
    from published
    inner join periods on published.study_code = periods.study_code
    inner join totals
        on
            periods.study_code = totals.study_code
            and periods.period_start = totals.period_start
    left join demand
        on
            published.study_code = demand.study_code
            and published.category_code = demand.category_code
            and published.segment_code = demand.segment_code
            and periods.period_start = demand.period_start
)

select * from final
