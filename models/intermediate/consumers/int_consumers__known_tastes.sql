-- Events per person and category before the moment that divides all time.
with
located as (
    select * from {{ ref('int_consumers__located') }}
),

cuts as (
    select
        study_code,
        {{ from_epoch(
            'percentile_cont(' ~ var('consumer_history_share') ~ ') within group (order by '
            ~ epoch_of('occurred_at') ~ ')'
        ) }} as cut_at
    from located
    group by study_code
),

final as (
    select
        located.study_code,
        located.person_code as person,
        located.category_code as category,
        case when located.occurred_at <= cuts.cut_at then 'before' else 'after' end as side,
        count(*)::double as affinity,
        min(located.occurred_at) as first_at
    from located
    inner join cuts on located.study_code = cuts.study_code
    group by all
)

select * from final
