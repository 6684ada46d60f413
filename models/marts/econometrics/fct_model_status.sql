with

statuses as (
    select * from {{ ref('int_econometrics__model_status') }}
),

final as (
    select
        {{ contracted() }}
    from statuses
)

select * from final
