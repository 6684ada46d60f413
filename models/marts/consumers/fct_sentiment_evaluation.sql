with
rows_found as (
    select * from {{ ref('int_consumers__sentiments') }}
    where row_kind = 'evaluation'
),

final as (
    select
        {{ contracted() }}
    from rows_found
)

select * from final
