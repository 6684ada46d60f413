with
erasures as (
    select * from {{ ref('stg_consumers__erasures') }}
),

final as (
    select
        {{ contracted() }}
    from erasures
)

select * from final
