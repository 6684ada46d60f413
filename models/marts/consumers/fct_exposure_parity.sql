with
rows_found as (
    select * from {{ ref('int_consumers__parities') }}
),

final as (
    select
        {{ contracted(status="'reported'") }}
    from rows_found
)

select * from final
