-- Cells that are odd without any statistics: zero or negative where everything else is positive,
-- and empty between two observed years although the peers have a value.
with
observed_values as (
    select * from {{ ref('int_indicators__observed_values') }}
    where raw_value is not null
),

cell_changes as (
    select * from {{ ref('int_quality__cell_changes') }}
),

scales as (
    select distinct
        study_code,
        indicator_code
    from cell_changes
    where is_log
),

peers as (
    select
        study_code,
        indicator_code,
        year,
        count(x) as n_units
    from cell_changes
    group by study_code, indicator_code, year
),

most_units as (
    select
        study_code,
        indicator_code,
        max(n_units) as n_units
    from peers
    group by study_code, indicator_code
),

with_neighbours as (
    select
        *,
        lag(raw_value) over series as value_before,
        lead(raw_value) over series as value_after
    from observed_values
    window series as (partition by study_code, indicator_code, unit_code order by year)
),

not_positive as (
    select
        with_neighbours.study_code,
        with_neighbours.unit_code,
        with_neighbours.year,
        with_neighbours.indicator_code,
        'not_positive' as check_code,
        with_neighbours.raw_value,
        (
            coalesce(with_neighbours.value_before, with_neighbours.value_after)
            + coalesce(with_neighbours.value_after, with_neighbours.value_before)
        ) / 2 as expected_value
    from with_neighbours
    semi join scales
        on
            with_neighbours.study_code = scales.study_code
            and with_neighbours.indicator_code = scales.indicator_code
    where
        with_neighbours.raw_value <= 0
        and coalesce(with_neighbours.value_before, with_neighbours.value_after) > 0
        and coalesce(with_neighbours.value_after, with_neighbours.value_before) > 0
),

missing as (
    select
        cell_changes.study_code,
        cell_changes.unit_code,
        cell_changes.year,
        cell_changes.indicator_code,
        'missing_between_observed' as check_code,
        null::double as raw_value,
        case
            when cell_changes.is_log then exp(cell_changes.neighbour_mean)
            else cell_changes.neighbour_mean
        end as expected_value
    from cell_changes
    inner join peers
        on
            cell_changes.study_code = peers.study_code
            and cell_changes.indicator_code = peers.indicator_code
            and cell_changes.year = peers.year
    inner join most_units
        on
            cell_changes.study_code = most_units.study_code
            and cell_changes.indicator_code = most_units.indicator_code
    -- a zero has no logarithm but is no gap
    anti join observed_values
        on
            cell_changes.study_code = observed_values.study_code
            and cell_changes.unit_code = observed_values.unit_code
            and cell_changes.year = observed_values.year
            and cell_changes.indicator_code = observed_values.indicator_code
    where
        cell_changes.x is null
        -- where most units have none, the year was not surveyed: that is no slip of a table
        and peers.n_units >= 0.8 * most_units.n_units
),

final as (
    select * from not_positive
    union all
    select * from missing
)

select * from final
