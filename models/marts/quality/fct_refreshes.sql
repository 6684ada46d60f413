with
refreshes as (
    select * from {{ ref('stg_landing__refreshes') }}
),

final as (
    select
        release_id,
        status,
        started_at,
        finished_at,
        refresh_trigger,
        fingerprint,
        package_version,
        message
    from refreshes
)

select * from final
