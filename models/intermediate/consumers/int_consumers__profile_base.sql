-- Profiles of all days up to the end of the base. Made anew when the base changes, not when events
-- are added after it: what it reads of them is the same.
with
located as (
    select * from {{ ref('int_consumers__located') }}
),

bases as (
    select * from {{ ref('int_consumers__profile_bases') }}
),

final as (
    {{ profile_sums('<') }}
)

select * from final
