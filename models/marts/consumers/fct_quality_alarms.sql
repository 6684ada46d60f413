with
rows_found as (
    select * from {{ ref('int_consumers__qualities') }}
    where row_kind = 'alarm'
),

final as (
    select
        {{ contracted() }}
    from rows_found
)

select * from final
