-- Every cell of demand with its totals ('all'): what may be published of it is decided elsewhere.
with
events as (
    select * from {{ ref('int_consumers__events') }}
    where outcome = 'loaded'
),

items as (
    select * from {{ ref('int_consumers__items') }}
),

segments as (
    select * from {{ ref('int_consumers__segments') }}
    where row_kind = 'person'
),

settings as (
    select * from {{ ref('stg_consumers__settings') }}
),

located as (
    select
        events.study_code,
        items.category_code,
        coalesce(segments.segment_code, 'none') as segment_code,
        date_trunc(settings.period_kind, events.occurred_at)::date as period_start,
        events.person_code,
        events.kind_code,
        events.quantity * events.price_cny as revenue_cny,
        events.dwell_seconds
    from events
    inner join items
        on
            events.study_code = items.study_code
            and events.item_code = items.item_code
    inner join settings on events.study_code = settings.study_code
    left join segments
        on
            events.study_code = segments.study_code
            and events.person_code = segments.person_code
),

final as (
    select
        study_code,
        coalesce(category_code, 'all') as category_code,
        coalesce(segment_code, 'all') as segment_code,
        period_start,
        count(distinct person_code) as persons,
        count(*) as events,
        count(*) filter (where kind_code = 'purchase') as purchases,
        coalesce(
            {{ exact_sum('revenue_cny', "filter (where kind_code = 'purchase')") }}, 0
        ) as revenue_cny,
        coalesce({{ exact_sum('dwell_seconds') }}, 0) / 60e0 as dwell_minutes
    from located
    group by grouping sets (
        (study_code, category_code, segment_code, period_start),
        (study_code, category_code, period_start),
        (study_code, segment_code, period_start),
        (study_code, period_start)
    )
)

select * from final
