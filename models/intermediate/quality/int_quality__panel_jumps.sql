-- All units jump in one year: not an error of a cell but another definition, unit or sampling rate.
with
cell_changes as (
    select * from {{ ref('int_quality__cell_changes') }}
    where is_log and step is not null
),

panel_steps as (
    select
        study_code,
        indicator_code,
        year,
        median(step) as panel_step,
        median(raw_value) as panel_value,
        median(x_before) as panel_x_before
    from cell_changes
    group by study_code, indicator_code, year
    having count(*) >= {{ var('plausibility_min_peers') }}
),

usual as (
    select
        study_code,
        indicator_code,
        median(panel_step) as usual_step
    from panel_steps
    group by study_code, indicator_code
),

spread as (
    select
        panel_steps.study_code,
        panel_steps.indicator_code,
        usual.usual_step,
        greatest(1.4826 * median(abs(panel_steps.panel_step - usual.usual_step)), 0.01)
            as step_spread
    from panel_steps
    inner join usual
        on
            panel_steps.study_code = usual.study_code
            and panel_steps.indicator_code = usual.indicator_code
    group by panel_steps.study_code, panel_steps.indicator_code, usual.usual_step
),

judged as (
    select
        panel_steps.*,
        spread.usual_step,
        panel_steps.panel_step - spread.usual_step as step_deviation,
        spread.step_spread,
        lag(panel_steps.panel_step - spread.usual_step) over series as deviation_before,
        lead(panel_steps.panel_step - spread.usual_step) over series as deviation_after
    from panel_steps
    inner join spread
        on
            panel_steps.study_code = spread.study_code
            and panel_steps.indicator_code = spread.indicator_code
    window series as (
        partition by panel_steps.study_code, panel_steps.indicator_code order by panel_steps.year
    )
),

final as (
    select
        study_code,
        indicator_code,
        year,
        panel_value,
        exp(panel_x_before + usual_step) as expected_value,
        abs(step_deviation) / step_spread as deviation,
        coalesce(abs(step_deviation + deviation_after) < 0.5 * abs(step_deviation), false)
            as is_back_next_year
    from judged
    where
        abs(step_deviation) > ln({{ var('plausibility_panel_min_ratio') }})
        and abs(step_deviation) > {{ var('plausibility_threshold') }} * step_spread
        -- the way back belongs to the jump before
        and not coalesce(
            abs(step_deviation + deviation_before) < 0.5 * abs(deviation_before), false
        )
)

select * from final
