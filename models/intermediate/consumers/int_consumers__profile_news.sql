-- Profiles of the days after the base.
with
bases as (
    select * from {{ ref('int_consumers__profile_bases') }}
),

-- of what every base holds nothing but its time is read
located as (
    select * from {{ ref('int_consumers__located') }}
    where occurred_at >= (select min(bases.base_ends_at) from bases)
),

final as (
    {{ profile_sums('>=') }}
)

select * from final
