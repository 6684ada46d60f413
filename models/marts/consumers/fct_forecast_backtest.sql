with
rows_found as (
    select * from {{ ref('int_consumers__forecasts') }}
    where row_kind = 'score'
),

final as (
    select
        {{ contracted(coverage_80='coverage') }}
    from rows_found
)

select * from final
