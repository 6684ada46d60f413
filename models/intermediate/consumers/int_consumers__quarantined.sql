-- Lines about consumers that could not enter the warehouse, in the columns of fct_quarantine.
with
outcomes as (
    select * from {{ ref('int_consumers__record_outcomes') }}
    where outcome = 'quarantined'
),

final as (
    {{ quarantined('outcomes') }}
    from outcomes
)

select * from final
