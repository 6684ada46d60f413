-- Days with what happened on them, and a print that any change to what profiles read of it would
-- move: a day that is as it was need not be read again.
with
events as (
    select * from {{ ref('int_consumers__events') }}
    where outcome = 'loaded'
),

settings as (
    select * from {{ ref('stg_consumers__settings') }}
),

counted as (
    select
        study_code,
        date_trunc('day', occurred_at)::date as day,
        max(last_at) as last_at,
        count(*) as events,
        sum({{ row_print(['person_code', 'item_code', 'kind_code', 'occurred_at']) }})::string
            as print
    from events
    group by study_code, date_trunc('day', occurred_at)
),

final as (
    select
        counted.*,
        settings.half_life_days
    from counted
    inner join settings on counted.study_code = settings.study_code
)

select * from final
