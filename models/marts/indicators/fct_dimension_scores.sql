with

dimension_scores as (
    select * from {{ ref('int_indicators__dimension_scores') }}
),

final as (
    select
        {{ contracted() }}
    from dimension_scores
)

select * from final
