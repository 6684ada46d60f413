with
demand as (
    select * from {{ ref('int_consumers__demand') }}
),

suppressed as (
    select * from {{ ref('int_consumers__suppressed_cells') }}
),

settings as (
    select * from {{ ref('stg_consumers__settings') }}
),

segments as (
    select * from {{ ref('fct_segments') }}
),

cells as (
    select
        demand.*,
        suppressed.suppression_code,
        demand.category_code != 'all' and demand.segment_code != 'all' as is_inner
    from demand
    left join suppressed
        on
            demand.study_code = suppressed.study_code
            and demand.category_code = suppressed.category_code
            and demand.segment_code = suppressed.segment_code
            and demand.period_start = suppressed.period_start
),

-- how a segment spreads over categories in a period, against everybody
spreads as (
    select
        study_code,
        segment_code,
        period_start,
        category_code,
        1e0 * events
        / sum(events) over (partition by study_code, segment_code, period_start) as share,
        1e0 * sum(events) over (partition by study_code, category_code, period_start)
        / sum(events) over (partition by study_code, period_start) as share_of_all
    from cells
    where is_inner
),

distances as (
    select
        spreads.study_code,
        spreads.segment_code,
        spreads.period_start,
        count(*) as categories,
        {{ exact_sum('abs(spreads.share - spreads.share_of_all)') }} / 2
        + (1 - {{ exact_sum('spreads.share_of_all') }}) / 2 as distance
    from spreads
    inner join cells
        on
            spreads.study_code = cells.study_code
            and spreads.segment_code = cells.segment_code
            and spreads.period_start = cells.period_start
            and cells.category_code = 'all'
            and cells.suppression_code is null
    group by spreads.study_code, spreads.segment_code, spreads.period_start
),

closeness as (
    select
        study_code,
        min(categories) as l_min,
        max(distance) as t_max
    from distances
    group by study_code
),

demand_row as (
    select
        cells.study_code,
        'fct_category_demand' as mart,
        min(cells.persons) filter (where cells.suppression_code is null) as k_min,
        count(*) as cells,
        count(cells.suppression_code) as suppressed,
        count(*) filter (
            where cells.suppression_code = 'protects_another'
        ) as suppressed_to_protect,
        1e0 * coalesce(sum(cells.events) filter (
            where cells.is_inner and cells.suppression_code is not null
        ), 0) / sum(cells.events) filter (where cells.is_inner) as lost_event_share
    from cells
    group by cells.study_code
),

segment_row as (
    select
        study_code,
        'fct_segments' as mart,
        min(persons) as k_min,
        count(*) as cells,
        count(*) filter (where is_suppressed) as suppressed,
        0 as suppressed_to_protect,
        null::double as lost_event_share
    from segments
    group by study_code
),

combined as (
    select * from demand_row
    union all
    select * from segment_row
),

joined as (
    select
        combined.*,
        settings.sharing_mode,
        settings.k_required,
        case when combined.mart = 'fct_category_demand' then closeness.l_min end as l_min,
        case when combined.mart = 'fct_category_demand' then closeness.t_max end as t_max
    from combined
    inner join settings on combined.study_code = settings.study_code
    left join closeness on combined.study_code = closeness.study_code
),

final as (
    select
        {{ contracted() }}
    from joined
)

select * from final
