with
rows_found as (
    select * from {{ ref('int_consumers__preferences') }}
),

final as (
    select
        {{ contracted() }}
    from rows_found
)

select * from final
