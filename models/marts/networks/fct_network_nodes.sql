with

node_measures as (
    select * from {{ ref('int_networks__node_measures') }}
),

final as (
    select
        {{ contracted() }}
    from node_measures
)

select * from final
