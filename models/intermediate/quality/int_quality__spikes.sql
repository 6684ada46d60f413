-- A cell that leaves its series for one year and comes back.
{% set threshold = var('plausibility_threshold') %}
{% set least = "ln(" ~ var('plausibility_min_ratio') ~ ")" %}

with
judged_changes as (
    select * from {{ ref('int_quality__judged_changes') }}
),

large as (
    select
        *,
        abs(bend_deviation) / bend_spread as deviation
    from judged_changes
    where
        abs(bend_deviation) > {{ threshold }} * bend_spread
        and (not is_log or abs(bend_deviation) > {{ least }})
),

-- the years beside a spike bend the other way by half of it: the largest of neighbours is meant
with_echoes as (
    select
        *,
        lag(year) over series as year_before,
        lag(deviation) over series as deviation_before,
        lead(year) over series as year_after,
        lead(deviation) over series as deviation_after
    from large
    window series as (partition by study_code, indicator_code, unit_code order by year)
),

final as (
    select
        study_code,
        unit_code,
        year,
        indicator_code,
        is_log,
        raw_value,
        x,
        neighbour_mean + usual_bend as expected_x,
        bend_deviation,
        bend_spread,
        deviation
    from with_echoes
    where
        not (coalesce(year_before, 0) = year - 1 and deviation_before > deviation)
        and not (coalesce(year_after, 0) = year + 1 and deviation_after > deviation)
        -- a level that stays moved bends its series too, but does not come back
        and abs(across - usual_across) <= abs(bend_deviation)
)

select * from final
