-- Profiles of all days up to the end of the base. Made anew when the base changes, not when events
-- are added after it: what it reads of them is the same.
with
located as (
    select
        located.*,
        bases.anchor_days
    from {{ ref('int_consumers__located') }} as located
    inner join {{ ref('int_consumers__profile_bases') }} as bases
        on
            located.study_code = bases.study_code
            and located.occurred_at < bases.base_ends_at
),

final as (
    {{ profile_sums('located') }}
)

select * from final
