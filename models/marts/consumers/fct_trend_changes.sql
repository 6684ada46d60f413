with
trends as (
    select * from {{ ref('int_consumers__trends') }}
),

weekly_shares as (
    select * from {{ ref('int_consumers__weekly_shares') }}
),

changes as (
    select
        study_code,
        category_code,
        unnest(change_starts) as changed_on
    from trends
),

spans as (
    select
        study_code,
        category_code,
        changed_on,
        lag(changed_on) over (partition by study_code, category_code order by changed_on) as span_start,
        lead(changed_on) over (partition by study_code, category_code order by changed_on) as span_end
    from changes
),

levels as (
    select
        spans.study_code,
        spans.category_code,
        spans.changed_on,
        avg(weekly_shares.person_share) filter (
            where weekly_shares.period_start < spans.changed_on
        ) as share_before,
        avg(weekly_shares.person_share) filter (
            where weekly_shares.period_start >= spans.changed_on
        ) as share_after
    from spans
    inner join weekly_shares
        on
            spans.study_code = weekly_shares.study_code
            and spans.category_code = weekly_shares.category_code
            and (spans.span_start is null or weekly_shares.period_start >= spans.span_start)
            and (spans.span_end is null or weekly_shares.period_start < spans.span_end)
    group by spans.study_code, spans.category_code, spans.changed_on
),

final as (
    select
        {{ contracted() }}
    from levels
)

select * from final
