-- What is usual: the median of the peers in the year, and the robust spread around it (1.4826 times
-- the median absolute deviation). A unit whose own series is restless is measured by its own
-- spread. Below 1 % nothing counts as spread: it would make every rounding an event.
{% set min_peers = var('plausibility_min_peers') %}
with
cell_changes as (
    select * from {{ ref('int_quality__cell_changes') }}
),

peers as (
    select
        study_code,
        indicator_code,
        year,
        case when count(bend) >= {{ min_peers }} then median(bend) else 0 end as usual_bend,
        case when count(step) >= {{ min_peers }} then median(step) else 0 end as usual_step,
        case when count(across) >= {{ min_peers }} then median(across) else 0 end as usual_across
    from cell_changes
    group by study_code, indicator_code, year
),

deviations as (
    select
        cell_changes.study_code,
        cell_changes.indicator_code,
        cell_changes.unit_code,
        cell_changes.is_log,
        abs(cell_changes.bend - peers.usual_bend) as bend_deviation,
        abs(cell_changes.step - peers.usual_step) as step_deviation
    from cell_changes
    inner join peers
        on
            cell_changes.study_code = peers.study_code
            and cell_changes.indicator_code = peers.indicator_code
            and cell_changes.year = peers.year
),

indicator_spread as (
    select
        study_code,
        indicator_code,
        1.4826 * median(bend_deviation) as bend_spread,
        1.4826 * median(step_deviation) as step_spread
    from deviations
    group by study_code, indicator_code
),

unit_spread as (
    select
        study_code,
        indicator_code,
        unit_code,
        is_log,
        -- a spike and its two echoes can be half of a short series' bends, but not of its steps
        1.4826 * least(
            median(bend_deviation),
            case when count(bend_deviation) < 7 then median(step_deviation) end
        ) as bend_spread,
        1.4826 * median(step_deviation) as step_spread
    from deviations
    group by study_code, indicator_code, unit_code, is_log
),

spread as (
    select
        unit_spread.study_code,
        unit_spread.indicator_code,
        unit_spread.unit_code,
        -- greatest() skips null: a series too short for a spread of its own takes the indicator's
        greatest(
            unit_spread.bend_spread,
            indicator_spread.bend_spread,
            case when unit_spread.is_log then 0.01 else 1e-12 end
        ) as bend_spread,
        greatest(
            unit_spread.step_spread,
            indicator_spread.step_spread,
            case when unit_spread.is_log then 0.01 else 1e-12 end
        ) as step_spread
    from unit_spread
    inner join indicator_spread
        on
            unit_spread.study_code = indicator_spread.study_code
            and unit_spread.indicator_code = indicator_spread.indicator_code
),

final as (
    select
        cell_changes.study_code,
        cell_changes.unit_code,
        cell_changes.year,
        cell_changes.indicator_code,
        cell_changes.is_log,
        cell_changes.raw_value,
        cell_changes.x,
        cell_changes.x_before,
        cell_changes.neighbour_mean,
        cell_changes.across,
        peers.usual_bend,
        peers.usual_step,
        peers.usual_across,
        cell_changes.bend - peers.usual_bend as bend_deviation,
        cell_changes.step - peers.usual_step as step_deviation,
        spread.bend_spread,
        spread.step_spread
    from cell_changes
    inner join peers
        on
            cell_changes.study_code = peers.study_code
            and cell_changes.indicator_code = peers.indicator_code
            and cell_changes.year = peers.year
    inner join spread
        on
            cell_changes.study_code = spread.study_code
            and cell_changes.indicator_code = spread.indicator_code
            and cell_changes.unit_code = spread.unit_code
)

select * from final
