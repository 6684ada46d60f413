with

study_sources as (
    select * from {{ source('config', 'study_sources') }}
),

final as (
    select
        {{ contracted() }}
    from study_sources
)

select * from final
