-- Every event that counts, with the item's category and the period of its study.
{{ config(materialized='view') }}

with
events as (
    select * from {{ ref('int_consumers__events') }}
    where outcome = 'loaded'
),

items as (
    select * from {{ ref('int_consumers__items') }}
),

final as (
    select
        events.study_code,
        events.mapping_code,
        events.source_file,
        events.row_number,
        events.person_code,
        events.item_code,
        items.category_code,
        items.category_number,
        events.kind_code,
        events.occurred_at,
        events.last_at,
        events.dwell_seconds,
        events.quantity,
        events.price_cny,
        events.instrument,
        events.kind_code = 'purchase' and events.price_cny > 0 and events.quantity > 0 as is_sale,
        (year(events.occurred_at) * 12 + month(events.occurred_at))::integer as month_number,
        date_trunc('week', events.occurred_at)::date as week,
        date_trunc(items.period_kind, events.occurred_at)::date as period_start,
        floor((
            year(events.last_at) * 12 + month(events.last_at)
            - year(events.occurred_at) * 12 - month(events.occurred_at)
        ) * items.season_periods / 12) as periods_ago,
        items.season_periods,
        items.half_life_days
    from events
    inner join items
        on
            events.study_code = items.study_code
            and events.item_code = items.item_code
)

select * from final
