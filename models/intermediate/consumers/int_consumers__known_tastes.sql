-- Events per person and category before the moment that divides all time.
with
events as (
    select * from {{ ref('int_consumers__events') }}
    where outcome = 'loaded'
),

items as (
    select * from {{ ref('int_consumers__items') }}
),

cuts as (
    select
        study_code,
        to_timestamp(
            percentile_cont({{ var('consumer_history_share') }}) within group (
                order by epoch(occurred_at)
            )
        )::timestamp as cut_at
    from events
    group by study_code
),

final as (
    select
        events.study_code,
        events.person_code as person,
        items.category_code as category,
        case when events.occurred_at <= cuts.cut_at then 'before' else 'after' end as side,
        count(*)::double as affinity,
        min(events.occurred_at) as first_at
    from events
    inner join items
        on
            events.study_code = items.study_code
            and events.item_code = items.item_code
    inner join cuts on events.study_code = cuts.study_code
    group by all
)

select * from final
