with

refreshes as (
    select * from {{ ref('stg_landing__refreshes') }}
),

final as (
    select
        {{ contracted() }}
    from refreshes
)

select * from final
