with

index_groups as (
    select * from {{ source('config', 'study_index_groups') }}
),

final as (
    select
        {{ contracted() }}
    from index_groups
)

select * from final
