-- Profiles of the days after the base.
with
located as (
    select
        located.*,
        bases.anchor_days
    from {{ ref('int_consumers__located') }} as located
    inner join {{ ref('int_consumers__profile_bases') }} as bases
        on
            located.study_code = bases.study_code
            and located.occurred_at >= bases.base_ends_at
),

final as (
    {{ profile_sums('located') }}
)

select * from final
