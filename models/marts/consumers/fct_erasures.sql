with
erasures as (
    select * from {{ ref('stg_consumers__erasures') }}
    where names_somebody
),

final as (
    select
        {{ contracted(
            status_code="case when erased_at is null then 'left_out' else 'erased' end"
        ) }}
    from erasures
)

select * from final
