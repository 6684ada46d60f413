-- Empty between two observed years although the peers have a value.
with
observed_values as (
    select * from {{ ref('int_indicators__observed_values') }}
),

cell_changes as (
    select * from {{ ref('int_quality__cell_changes') }}
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

empty_cells as (
    select
        study_code,
        unit_code,
        year,
        indicator_code,
        case when is_log then exp(neighbour_mean) else neighbour_mean end as expected_value
    from cell_changes
    where x is null
),

-- a zero has no logarithm but is no gap
values_not_positive as (
    select * from observed_values
    where raw_value <= 0
),

final as (
    select empty_cells.*
    from empty_cells
    inner join peers
        on
            empty_cells.study_code = peers.study_code
            and empty_cells.indicator_code = peers.indicator_code
            and empty_cells.year = peers.year
    inner join most_units
        on
            empty_cells.study_code = most_units.study_code
            and empty_cells.indicator_code = most_units.indicator_code
    anti join values_not_positive
        on
            empty_cells.study_code = values_not_positive.study_code
            and empty_cells.unit_code = values_not_positive.unit_code
            and empty_cells.year = values_not_positive.year
            and empty_cells.indicator_code = values_not_positive.indicator_code
    -- where most units have none, the year was not surveyed: that is no slip of a table
    where peers.n_units >= 0.8 * most_units.n_units
)

select * from final
