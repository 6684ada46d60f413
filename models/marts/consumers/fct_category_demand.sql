with
demand as (
    select * from {{ ref('int_consumers__demand') }}
),

suppressed as (
    select * from {{ ref('int_consumers__suppressed_cells') }}
),

withheld as (
    select
        demand.study_code,
        demand.category_code,
        demand.segment_code,
        demand.period_start,
        case when suppressed.suppression_code is null then demand.persons end as persons,
        case when suppressed.suppression_code is null then demand.events end as events,
        case when suppressed.suppression_code is null then demand.purchases end as purchases,
        case when suppressed.suppression_code is null then demand.revenue_cny end as revenue_cny,
        case
            when suppressed.suppression_code is null then demand.dwell_minutes
        end as dwell_minutes,
        suppressed.suppression_code is not null as is_suppressed,
        suppressed.suppression_code
    from demand
    left join suppressed
        on
            demand.study_code = suppressed.study_code
            and demand.category_code = suppressed.category_code
            and demand.segment_code = suppressed.segment_code
            and demand.period_start = suppressed.period_start
),

final as (
    select
        {{ contracted() }}
    from withheld
)

select * from final
