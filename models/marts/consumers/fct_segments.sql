with
persons as (
    select * from {{ ref('int_consumers__persons') }}
),

segments as (
    select * from {{ ref('int_consumers__segments') }}
    where row_kind = 'person'
),

settings as (
    select * from {{ ref('stg_consumers__settings') }}
),

counted as (
    select
        segments.study_code,
        segments.segment_code,
        count(*) as persons,
        sum(count(*)) over (partition by segments.study_code) as all_persons,
        {{ exact_mean('persons.recency_weeks') }} as mean_recency_weeks,
        {{ exact_mean('persons.events') }} as mean_events,
        {{ exact_mean('persons.mean_spent_cny') }} as mean_spent_cny,
        {{ exact_mean('persons.diversity') }} as mean_diversity,
        {{ exact_mean('persons.dwell_minutes') }} as mean_dwell_minutes
    from segments
    inner join persons
        on
            segments.study_code = persons.study_code
            and segments.person_code = persons.person_code
    group by segments.study_code, segments.segment_code
),

-- one segment withheld alone would follow from the total: then the next smallest goes too
ranked as (
    select
        counted.*,
        counted.persons < settings.k_required as is_small,
        count(*) filter (where counted.persons < settings.k_required)
            over (partition by counted.study_code) as small_ones,
        row_number() over (
            partition by counted.study_code order by counted.persons, counted.segment_code
        ) as size_rank
    from counted
    inner join settings on counted.study_code = settings.study_code
),

judged as (
    select
        *,
        is_small or (small_ones = 1 and size_rank = 2) as is_suppressed
    from ranked
),

final as (
    select
        {{ contracted(
            persons='case when not is_suppressed then persons end',
            person_share='case when not is_suppressed then 1e0 * persons / all_persons end',
            mean_recency_weeks='case when not is_suppressed then mean_recency_weeks end',
            mean_events='case when not is_suppressed then mean_events end',
            mean_spent_cny='case when not is_suppressed then mean_spent_cny end',
            mean_diversity='case when not is_suppressed then mean_diversity end',
            mean_dwell_minutes='case when not is_suppressed then mean_dwell_minutes end'
        ) }}
    from judged
)

select * from final
