-- Every event with the reason for which it cannot be used, if any.
with
events as (
    select * from {{ ref('stg_consumers__events') }}
),

studies as (
    select * from {{ ref('stg_config__studies') }}
),

items as (
    select distinct
        study_code,
        item_code
    from {{ ref('stg_consumers__items') }}
),

has_items as (
    select distinct study_code from items
),

-- the zone of a file's clocks is the one that most of its lines name, or name none
zone_counts as (
    select
        study_code,
        mapping_code,
        time_zone,
        count(*) as events
    from events
    where occurred_at is not null
    group by study_code, mapping_code, time_zone
),

zones as (
    select
        study_code,
        mapping_code,
        time_zone as usual_zone
    from zone_counts
    qualify
        row_number() over (
            partition by study_code, mapping_code order by events desc, time_zone asc
        ) = 1
),

judged as (
    select
        events.*,
        case
            when events.person_code is null then 'no_person'
            when events.kind_code is null then 'unknown_kind'
            when events.occurred_at is null then 'time_not_understood'
            when
                year(events.occurred_at) < 1990 or year(events.occurred_at) > studies.last_year
                then 'time_out_of_range'
            when events.time_zone != zones.usual_zone then 'other_time_zone'
            when
                (events.dwell_seconds_text is not null and events.dwell_seconds is null)
                or (events.quantity_text is not null and events.quantity is null)
                or (events.price_text is not null and events.price_cny is null)
                or (events.rating_text is not null and events.rating is null)
                or (events.instrument_text is not null and events.instrument is null)
                then 'not_a_number'
            when has_items.study_code is not null and items.item_code is null then 'unlisted_item'
            when events.quantity < 0 then 'returned'
            when events.kind_code = 'purchase' and events.price_cny <= 0 then 'price_not_positive'
            when
                events.rating not between events.rating_low and events.rating_high
                then 'rating_off_scale'
        end as reason_code
    from events
    inner join studies on events.study_code = studies.study_code
    left join zones
        on
            events.study_code = zones.study_code
            and events.mapping_code = zones.mapping_code
    left join has_items on events.study_code = has_items.study_code
    left join items
        on
            events.study_code = items.study_code
            and events.item_code = items.item_code
),

ends as (
    select
        study_code,
        max(occurred_at) as last_at
    from judged
    where reason_code is null
    group by study_code
),

hours as (
    select
        study_code,
        person_code,
        count(*) as events
    from judged
    where reason_code is null
    group by study_code, person_code, date_trunc('hour', occurred_at)
),

-- nobody does so much in an hour
bots as (
    select
        study_code,
        person_code
    from hours
    group by study_code, person_code
    having max(events) >= {{ var('consumer_bot_events_per_hour') }}
),

numbered as (
    select
        judged.*,
        ends.last_at,
        bots.person_code is not null as is_bot,
        row_number() over (
            partition by
                judged.study_code, judged.person_code, judged.item_code, judged.kind_code,
                judged.occurred_at, judged.quantity, judged.price_cny, judged.reason_code is null
            order by judged.mapping_code, judged.source_file, judged.row_number
        ) as repetition
    from judged
    left join ends on judged.study_code = ends.study_code
    left join bots
        on
            judged.study_code = bots.study_code
            and judged.person_code = bots.person_code
),

final as (
    select
        study_code,
        mapping_code,
        source_file,
        row_number,
        person_code,
        item_code,
        session_code,
        kind_code,
        occurred_at,
        last_at,
        dwell_seconds,
        case when kind_code = 'purchase' then coalesce(quantity, 1) end as quantity,
        price_cny,
        rating,
        instrument,
        at_text,
        coalesce(reason_code, case when is_bot then 'bot' end) as reason_code,
        case
            when reason_code is not null or is_bot then 'quarantined'
            when repetition > 1 then 'collapsed'
            else 'loaded'
        end as outcome,
        concat_ws(
            ' ', nullif(kind_text, ''), nullif(item_code, ''), nullif(quantity_text, ''),
            nullif(price_text, ''), nullif(rating_text, '')
        ) as said
    from numbered
)

select * from final
