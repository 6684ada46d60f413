-- Days with what happened on them, and a print that any change to what profiles read of it would
-- move: a day that is as it was need not be read again.
with
located as (
    select * from {{ ref('int_consumers__located') }}
),

final as (
    select
        study_code,
        date_trunc('day', occurred_at)::date as day,
        max(last_at) as last_at,
        max(half_life_days) as half_life_days,
        count(*) as events,
        sum({{ row_print(['person_code', 'category_number', 'kind_code', 'occurred_at']) }})::string
            as print
    from located
    group by study_code, date_trunc('day', occurred_at)
)

select * from final
