with
refreshes as (
    select * from {{ source('landing', 'refreshes') }}
),

final as (
    select
        release_id,
        status,
        started_at,
        finished_at,
        trigger as refresh_trigger,
        fingerprint,
        package_version,
        message,
        message_zh
    from refreshes
)

select * from final
