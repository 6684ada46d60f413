with
rows_found as (
    select * from {{ ref('int_consumers__segments') }}
    where row_kind = 'number'
),

final as (
    select
        {{ contracted() }}
    from rows_found
)

select * from final
