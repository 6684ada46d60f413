with

correlations as (
    select * from {{ ref('int_networks__correlations') }}
),

final as (
    select
        {{ contracted() }}
    from correlations
)

select * from final
