-- Midpoint rule: the change of w z is mean(w) dz + mean(z) dw, exactly. An indicator that one of
-- the two releases did not use weighs 0 there and has no value of its own: it borrows the other's,
-- so that the whole change counts as one of weight.
with

contributions as (
    select * from {{ ref('int_indicators__contributions') }}
    where contribution is not null
),

previous_contributions as (
    select * from {{ ref('stg_release__previous_index_contributions') }}
    where contribution is not null
),

paired as (
    select
        coalesce(contributions.study_code, previous_contributions.study_code) as study_code,
        coalesce(contributions.unit_code, previous_contributions.unit_code) as unit_code,
        coalesce(contributions.year, previous_contributions.year) as year,
        coalesce(contributions.indicator_code, previous_contributions.indicator_code)
            as indicator_code,
        coalesce(contributions.weight, 0e0) as weight,
        coalesce(previous_contributions.weight, 0e0) as previous_weight,
        coalesce(contributions.normalized_value, previous_contributions.normalized_value)
            as value,
        coalesce(previous_contributions.normalized_value, contributions.normalized_value)
            as previous_value
    from contributions
    full outer join previous_contributions
        on
            contributions.study_code = previous_contributions.study_code
            and contributions.unit_code = previous_contributions.unit_code
            and contributions.year = previous_contributions.year
            and contributions.indicator_code = previous_contributions.indicator_code
),

final as (
    select
        study_code,
        unit_code,
        year,
        indicator_code,
        (weight + previous_weight) / 2 * (value - previous_value) as value_effect,
        (value + previous_value) / 2 * (weight - previous_weight) as weight_effect
    from paired
)

select * from final
