with

boundaries as (
    select * from {{ source('atlas', 'study_boundaries') }}
),

final as (
    select
        {{ contracted() }}
    from boundaries
)

select * from final
