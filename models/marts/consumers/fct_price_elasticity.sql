with
rows_found as (
    select * from {{ ref('int_consumers__elasticities') }}
),

people_behind as (
    select * from {{ ref('int_consumers__people_behind') }}
    where table_code = 'price_elasticity'
),

judged as (
    select
        rows_found.*,
        coalesce(people_behind.is_small, false) as is_suppressed
    from rows_found
    left join people_behind
        on
            rows_found.study_code = people_behind.study_code
            and rows_found.category_code = people_behind.cell
),

final as (
    select
        {{ contracted(
            elasticity='case when not is_suppressed then elasticity end',
            lower='case when not is_suppressed then lower end',
            upper='case when not is_suppressed then upper end',
            is_used='is_used and not is_suppressed'
        ) }}
    from judged
)

select * from final
