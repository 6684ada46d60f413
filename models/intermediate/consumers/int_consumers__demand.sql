-- Every cell of demand with its totals ('all'): what may be published of it is decided elsewhere.
with
located as (
    select * from {{ ref('int_consumers__located') }}
),

segments as (
    select * from {{ ref('int_consumers__segments') }}
    where row_kind = 'person'
),

in_segments as (
    select
        located.*,
        coalesce(segments.segment_code, 'none') as segment_code,
        located.quantity * located.price_cny as revenue_cny
    from located
    left join segments
        on
            located.study_code = segments.study_code
            and located.person_code = segments.person_code
),

final as (
    select
        study_code,
        coalesce(category_code, 'all') as category_code,
        coalesce(segment_code, 'all') as segment_code,
        period_start,
        count(distinct person_code) as persons,
        count(*) as events,
        count(*) filter (where kind_code = 'purchase') as purchases,
        coalesce(
            {{ exact_sum('revenue_cny', "filter (where kind_code = 'purchase')") }}, 0
        ) as revenue_cny,
        coalesce({{ exact_sum('dwell_seconds') }}, 0) / 60e0 as dwell_minutes
    from in_segments
    group by grouping sets (
        (study_code, category_code, segment_code, period_start),
        (study_code, category_code, period_start),
        (study_code, segment_code, period_start),
        (study_code, period_start)
    )
)

select * from final
