with

regressions as (
    select * from {{ ref('int_networks__regressions') }}
),

final as (
    select
        {{ contracted() }}
    from regressions
)

select * from final
