-- A level that moves and stays. Levels also move for good reasons (new borders, revised accounts),
-- so more is asked of a jump than of a spike.
{% set threshold = var('plausibility_level_threshold') %}
{% set least = "ln(" ~ var('plausibility_level_min_ratio') ~ ")" %}

with
judged_changes as (
    select
        *,
        lead(year) over series as year_next,
        lead(step_deviation) over series as next_deviation
    from {{ ref('int_quality__judged_changes') }}
    window series as (partition by study_code, indicator_code, unit_code order by year)
),

spikes as (
    select * from {{ ref('int_quality__spikes') }}
),

-- a spike steps up and down again: both steps are its own
steps_of_spikes as (
    select
        study_code,
        unit_code,
        indicator_code,
        year
    from spikes
    union all
    select
        study_code,
        unit_code,
        indicator_code,
        year + 1 as year
    from spikes
),

large as (
    select
        *,
        case when year_next = year + 1 then next_deviation end as deviation_after,
        abs(step_deviation) / step_spread as deviation
    from judged_changes
    where
        abs(step_deviation) > {{ threshold }} * step_spread
        and (not is_log or abs(step_deviation) > {{ least }})
),

final as (
    select
        large.study_code,
        large.unit_code,
        large.year,
        large.indicator_code,
        large.is_log,
        large.raw_value,
        large.x_before + large.usual_step as expected_x,
        large.deviation
    from large
    anti join steps_of_spikes
        on
            large.study_code = steps_of_spikes.study_code
            and large.unit_code = steps_of_spikes.unit_code
            and large.indicator_code = steps_of_spikes.indicator_code
            and large.year = steps_of_spikes.year
    where
        large.deviation_after is null
        or (
            abs(large.step_deviation + large.deviation_after) > 0.5 * abs(large.step_deviation)
            and abs(large.deviation_after) < abs(large.step_deviation)
        )
)

select * from final
