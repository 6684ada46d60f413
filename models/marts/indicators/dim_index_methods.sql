with

methods as (
    select * from {{ ref('int_indicators__methods') }}
),

final as (
    select
        {{ contracted() }}
    from methods
)

select * from final
