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
        {{ each_of('change_starts') }} as changed_on
    from trends
),

spans as (
    select
        study_code,
        category_code,
        changed_on,
        lag(changed_on) over history as span_start,
        lead(changed_on) over history as span_end
    from changes
    window history as (partition by study_code, category_code order by changed_on)
),

levels as (
    select
        spans.study_code,
        spans.category_code,
        spans.changed_on,
        {{ exact_mean(
            'weekly_shares.person_share', 'filter (where weekly_shares.period_start < spans.changed_on)'
        ) }} as share_before,
        {{ exact_mean(
            'weekly_shares.person_share', 'filter (where weekly_shares.period_start >= spans.changed_on)'
        ) }} as share_after
    from spans
    inner join weekly_shares
        on
            spans.study_code = weekly_shares.study_code
            and spans.category_code = weekly_shares.category_code
            and coalesce(spans.span_start <= weekly_shares.period_start, true)
            and coalesce(spans.span_end > weekly_shares.period_start, true)
    group by spans.study_code, spans.category_code, spans.changed_on
),

people_behind as (
    select * from {{ ref('int_consumers__people_behind') }}
    where table_code = 'trend_changes'
),

judged as (
    select
        levels.*,
        coalesce(before.is_small, false) or coalesce(later.is_small, false) as is_suppressed
    from levels
    left join people_behind as before
        on
            levels.study_code = before.study_code
            and before.cell = concat_ws('|', levels.category_code, levels.changed_on, 'before')
    left join people_behind as later
        on
            levels.study_code = later.study_code
            and later.cell = concat_ws('|', levels.category_code, levels.changed_on, 'after')
),

final as (
    select
        {{ contracted(
            share_before='case when not is_suppressed then share_before end',
            share_after='case when not is_suppressed then share_after end'
        ) }}
    from judged
)

select * from final
