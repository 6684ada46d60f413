with
rows_found as (
    select * from {{ ref('int_consumers__forecasts') }}
    where row_kind = 'forecast'
),

final as (
    select
        {{ contracted() }}
    from rows_found
)

select * from final
