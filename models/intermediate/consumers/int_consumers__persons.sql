-- What segments and purchase models are made of: one line per person.
with
events as (
    select * from {{ ref('int_consumers__events') }}
    where outcome = 'loaded'
),

affinities as (
    select * from {{ ref('int_consumers__affinities') }}
),

activity as (
    select
        study_code,
        person_code,
        {{ seconds_between('max(occurred_at)', 'max(last_at)') }} / 604800e0 as recency_weeks,
        count(*) as events,
        {{ exact_sum('dwell_seconds') }} / 60e0 as dwell_minutes
    from events
    group by study_code, person_code
),

-- purchases within a day are one decision
purchase_days as (
    select
        study_code,
        person_code,
        date_trunc('day', occurred_at) as day,
        max(date_trunc('day', last_at)) as last_day,
        {{ exact_sum('quantity * price_cny') }} as spent_cny
    from events
    where kind_code = 'purchase'
    group by study_code, person_code, date_trunc('day', occurred_at)
),

purchases as (
    select
        study_code,
        person_code,
        count(*) - 1 as repeat_purchases,
        {{ seconds_between('min(day)', 'max(day)') }} / 604800e0 as purchase_recency_weeks,
        {{ seconds_between('min(day)', 'max(last_day)') }} / 604800e0 as purchase_age_weeks,
        {{ exact_mean('spent_cny') }} as mean_spent_cny
    from purchase_days
    group by study_code, person_code
),

tastes as (
    select
        study_code,
        person_code,
        weight_without_decay
        / {{ exact_sum(
            'weight_without_decay', 'over (partition by study_code, person_code)'
        ) }} as share
    from affinities
),

diversity as (
    select
        study_code,
        person_code,
        exp(-{{ exact_sum('share * ln(share)') }}) as diversity
    from tastes
    where share > 0
    group by study_code, person_code
),

final as (
    select
        activity.study_code,
        activity.person_code,
        activity.recency_weeks,
        activity.events,
        coalesce(activity.dwell_minutes, 0) as dwell_minutes,
        coalesce(purchases.mean_spent_cny, 0) as mean_spent_cny,
        coalesce(diversity.diversity, 1) as diversity,
        purchases.repeat_purchases,
        purchases.purchase_recency_weeks,
        purchases.purchase_age_weeks
    from activity
    left join purchases
        on
            activity.study_code = purchases.study_code
            and activity.person_code = purchases.person_code
    left join diversity
        on
            activity.study_code = diversity.study_code
            and activity.person_code = diversity.person_code
)

select * from final
