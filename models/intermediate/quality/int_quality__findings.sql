-- All checks side by side, in numbers; quality.fct_plausibility puts them into words.
with

spikes as (
    select * from {{ ref('int_quality__spikes') }}
),

spike_causes as (
    select * from {{ ref('int_quality__spike_causes') }}
),

slipped_rows as (
    select * from {{ ref('int_quality__slipped_rows') }}
),

odd_values as (
    select * from {{ ref('int_quality__odd_values') }}
),

skipped_cells as (
    select * from {{ ref('int_quality__skipped_cells') }}
),

panel_jumps as (
    select * from {{ ref('int_quality__panel_jumps') }}
),

judged_changes as (
    select
        *,
        lead(year) over series as year_next,
        lead(step_deviation) over series as next_deviation
    from {{ ref('int_quality__judged_changes') }}
    window series as (partition by study_code, indicator_code, unit_code order by year)
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
        abs(step_deviation) > {{ var('plausibility_level_threshold') }} * step_spread
        and (not is_log or abs(step_deviation) > ln({{ var('plausibility_level_min_ratio') }}))
),

-- A level that moves and stays. Levels also move for good reasons (new borders, revised accounts),
-- so more is asked of a jump than of a spike.
level_jumps as (
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
),

-- rows that slipped are one question, not one for each cell
alone as (
    select spikes.*
    from spikes
    anti join slipped_rows
        on
            spikes.study_code = slipped_rows.study_code
            and spikes.unit_code = slipped_rows.unit_code
            and spikes.year = slipped_rows.year
            and spikes.indicator_code = slipped_rows.indicator_code
),

slips as (
    select
        slipped_rows.study_code,
        slipped_rows.year,
        slipped_rows.question_indicator_code as indicator_code,
        max(spikes.deviation) as deviation
    from slipped_rows
    inner join spikes
        on
            slipped_rows.study_code = spikes.study_code
            and slipped_rows.unit_code = spikes.unit_code
            and slipped_rows.year = spikes.year
            and slipped_rows.indicator_code = spikes.indicator_code
    group by slipped_rows.study_code, slipped_rows.year, slipped_rows.question_indicator_code
),

asked_cells as (
    select
        spikes.study_code,
        spikes.unit_code,
        spikes.year,
        spikes.indicator_code,
        'spike' as check_code,
        spikes.raw_value,
        case when spikes.is_log then exp(spikes.expected_x) else spikes.expected_x end
            as expected_value,
        spikes.deviation,
        spike_causes.cause_code,
        spike_causes.fitting_unit_code
    from alone as spikes
    left join spike_causes
        on
            spikes.study_code = spike_causes.study_code
            and spikes.unit_code = spike_causes.unit_code
            and spikes.year = spike_causes.year
            and spikes.indicator_code = spike_causes.indicator_code
),

final as (
    select * from asked_cells

    union all

    select
        study_code,
        '*' as unit_code,
        year,
        indicator_code,
        'slipped_rows' as check_code,
        null::double as raw_value,
        null::double as expected_value,
        deviation,
        'shifted_rows' as cause_code,
        null::string as fitting_unit_code
    from slips

    union all

    select
        study_code,
        unit_code,
        year,
        indicator_code,
        'level_jump' as check_code,
        raw_value,
        case when is_log then exp(expected_x) else expected_x end as expected_value,
        deviation,
        null::string as cause_code,
        null::string as fitting_unit_code
    from level_jumps

    union all

    select
        study_code,
        '*' as unit_code,
        year,
        indicator_code,
        'panel_jump' as check_code,
        panel_value as raw_value,
        expected_value,
        deviation,
        case when is_back_next_year then 'one_year_only' end as cause_code,
        null::string as fitting_unit_code
    from panel_jumps

    union all

    select
        study_code,
        unit_code,
        year,
        indicator_code,
        'not_positive' as check_code,
        raw_value,
        expected_value,
        null::double as deviation,
        null::string as cause_code,
        null::string as fitting_unit_code
    from odd_values

    union all

    select
        study_code,
        unit_code,
        year,
        indicator_code,
        'missing_between_observed' as check_code,
        null::double as raw_value,
        expected_value,
        null::double as deviation,
        null::string as cause_code,
        null::string as fitting_unit_code
    from skipped_cells
)

select * from final
