with
previous as (
    select * from {{ source('release', 'previous_release') }}
),

final as (
    select release_id
    from previous
)

select * from final
