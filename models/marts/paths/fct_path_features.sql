with

features as (
    select * from {{ ref('int_paths__features') }}
),

final as (
    select
        {{ contracted() }}
    from features
)

select * from final
