-- Words become kinds, texts become numbers and times; nothing is taken out here.
with
events as (
    select * from {{ source('consumers', 'consumer_events') }}
),

files as (
    select * from {{ source('consumers', 'consumer_files') }}
),

kinds as (
    select * from {{ source('consumers', 'consumer_kinds') }}
),

final as (
    select
        events.study_code,
        events.mapping_code,
        events.source_file,
        events.row_number,

        events.person_code,
        events.item_code,
        events.session_code,
        coalesce(files.all_lines_kind, kinds.kind_code) as kind_code,
        events.kind_text,
        events.at_text,
        {{ zone_of('events.at_text') }} as time_zone,
        {{ parse_time(without_zone('events.at_text')) }} as occurred_at,

        events.dwell_seconds_text,
        {{ parse_number('events.dwell_seconds_text') }} as dwell_seconds,
        events.quantity_text,
        {{ parse_number('events.quantity_text') }} as quantity,
        events.price_text,
        {{ parse_number('events.price_text') }} as price_cny,
        events.rating_text,
        {{ parse_number('events.rating_text') }} as rating,
        events.instrument_text,
        {{ parse_number('events.instrument_text') }} as instrument,
        files.rating_low,
        files.rating_high
    from events
    inner join files
        on
            events.study_code = files.study_code
            and events.mapping_code = files.mapping_code
    left join kinds
        on
            events.study_code = kinds.study_code
            and events.mapping_code = kinds.mapping_code
            and events.kind_text = kinds.kind_text
)

select * from final
