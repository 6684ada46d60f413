{% set z = 1.959963984540054 %}

with
assignments as (
    select * from {{ ref('fct_path_assignments') }}
    where path_code is not null
),

path_types as (
    select * from {{ ref('int_paths__path_types') }}
),

steps as (
    select
        before.study_code,
        before.path_code as from_path_code,
        after.path_code as to_path_code,
        count(*) as n_transitions
    from assignments as before
    inner join assignments as after
        on
            before.study_code = after.study_code
            and before.unit_code = after.unit_code
            and before.year + 1 = after.year
    group by before.study_code, before.path_code, after.path_code
),

departures as (
    select
        study_code,
        from_path_code,
        sum(n_transitions) as n_from
    from steps
    group by study_code, from_path_code
),

-- a step that never happened is a finding too
pairs as (
    select
        departures.study_code,
        departures.from_path_code,
        path_types.path_code as to_path_code,
        departures.n_from::double as n_from,
        coalesce(steps.n_transitions, 0)::double as n_transitions
    from departures
    inner join path_types
        on departures.study_code = path_types.study_code
    left join steps
        on
            departures.study_code = steps.study_code
            and departures.from_path_code = steps.from_path_code
            and path_types.path_code = steps.to_path_code
),

wilson as (
    select
        *,
        n_transitions / n_from as transition_share,
        (n_transitions + {{ z * z / 2 }}) / (n_from + {{ z * z }}) as centre,
        {{ z }} / (n_from + {{ z * z }})
        * sqrt(n_transitions * (n_from - n_transitions) / n_from + {{ z * z / 4 }}) as half_width
    from pairs
),

final as (
    select
        study_code::string as study_code,
        from_path_code::string as from_path_code,
        to_path_code::string as to_path_code,
        n_transitions::integer as n_transitions,
        n_from::integer as n_from,
        transition_share::double as transition_share,
        greatest(0e0, centre - half_width)::double as share_lower,
        least(1e0, centre + half_width)::double as share_upper
    from wilson
)

select * from final
