with

contributions as (
    select * from {{ ref('fct_index_contributions') }}
    where weight is not null and normalized_value is not null
),

cells as (
    select * from {{ ref('fct_index_cells') }}
    where weight is not null and normalized_value is not null
),

settings as (
    select * from {{ ref('int_indicators__composite_settings') }}
),

scores as (
    select * from {{ ref('int_indicators__scores') }}
),

clean_values as (
    select * from {{ ref('int_indicators__clean_values') }}
),

value_ranges as (
    select * from {{ ref('int_indicators__value_ranges') }}
),

units as (
    select * from {{ ref('int_units__registered') }}
),

-- Where a value stands between the worst and the best of the panel: min-max is that already, the
-- scale of a study's own design is brought to it.
positions as (
    select
        contributions.study_code,
        contributions.unit_code,
        contributions.year,
        contributions.indicator_code,
        contributions.dimension_code,
        contributions.weight,
        contributions.normalized_value as position
    from contributions
    left join settings
        on contributions.study_code = settings.study_code
    where settings.study_code is null
    union all
    select
        cells.study_code,
        cells.unit_code,
        cells.year,
        cells.indicator_code,
        value_ranges.dimension_code,
        cells.weight,
        coalesce(
            (
                cells.normalized_value - min(cells.normalized_value) over (
                    partition by cells.study_code, cells.indicator_code
                )
            ) / nullif(
                max(cells.normalized_value) over (
                    partition by cells.study_code, cells.indicator_code
                ) - min(cells.normalized_value) over (
                    partition by cells.study_code, cells.indicator_code
                ),
                0
            ),
            0
        ) as position
    from cells
    inner join value_ranges
        on
            cells.study_code = value_ranges.study_code
            and cells.indicator_code = value_ranges.indicator_code
),

placed as (
    select
        positions.*,
        units.province_code,
        positions.weight * (1 - positions.position) as obstacle,
        max(positions.position) over (
            partition by positions.study_code, positions.year, positions.indicator_code
        ) as best_position,
        first_value(positions.unit_code) over (
            partition by positions.study_code, positions.year, positions.indicator_code
            order by positions.position desc, positions.unit_code asc
        ) as best_unit_code
    from positions
    left join units
        on positions.unit_code = units.unit_code
),

peers as (
    select
        study_code,
        year,
        indicator_code,
        province_code,
        count(*) as n_units,
        {{ exact_sum('position') }} as position_total
    from placed
    group by study_code, year, indicator_code, province_code
),

totals as (
    select
        study_code,
        unit_code,
        year,
        {{ exact_sum('obstacle') }} as obstacle_total
    from placed
    group by study_code, unit_code, year
),

dimension_totals as (
    select
        study_code,
        unit_code,
        year,
        dimension_code,
        {{ exact_sum('obstacle') }} as dimension_obstacle
    from placed
    group by study_code, unit_code, year, dimension_code
),

-- Elasticity of the index of P1 with ranges and weights held: w x / (span D), in the direction of
-- the indicator.
elasticities as (
    select
        clean_values.study_code,
        clean_values.unit_code,
        clean_values.year,
        clean_values.indicator_code,
        case
            when clean_values.worst_value = clean_values.winsor_low then 1 else -1
        end * clean_values.clean_value / clean_values.value_span as value_in_spans
    from clean_values
    left join settings
        on clean_values.study_code = settings.study_code
    where settings.study_code is null and clean_values.is_in_index
),

joined as (
    select
        placed.study_code,
        placed.unit_code,
        placed.year,
        placed.indicator_code,
        placed.dimension_code,
        placed.weight,
        placed.position,
        placed.best_unit_code,
        1 - placed.position as deviation,
        coalesce(placed.obstacle / nullif(totals.obstacle_total, 0), 0e0) as obstacle_degree,
        coalesce(dimension_totals.dimension_obstacle / nullif(totals.obstacle_total, 0), 0e0)
            as dimension_obstacle_degree,
        placed.best_position - placed.position as gap_to_best,
        (peers.position_total - placed.position) / nullif(peers.n_units - 1, 0) - placed.position
            as gap_to_peers,
        placed.weight * (placed.best_position - placed.position) as score_gain_at_best,
        placed.weight * elasticities.value_in_spans / nullif(scores.innovation_score, 0)
            as elasticity
    from placed
    inner join totals
        on
            placed.study_code = totals.study_code
            and placed.unit_code = totals.unit_code
            and placed.year = totals.year
    inner join dimension_totals
        on
            placed.study_code = dimension_totals.study_code
            and placed.unit_code = dimension_totals.unit_code
            and placed.year = dimension_totals.year
            and placed.dimension_code = dimension_totals.dimension_code
    inner join peers
        on
            placed.study_code = peers.study_code
            and placed.year = peers.year
            and placed.indicator_code = peers.indicator_code
            and placed.province_code is not distinct from peers.province_code
    inner join scores
        on
            placed.study_code = scores.study_code
            and placed.unit_code = scores.unit_code
            and placed.year = scores.year
    left join elasticities
        on
            placed.study_code = elasticities.study_code
            and placed.unit_code = elasticities.unit_code
            and placed.year = elasticities.year
            and placed.indicator_code = elasticities.indicator_code
),

ranked as (
    select
        *,
        row_number() over (
            partition by study_code, unit_code, year
            order by obstacle_degree desc, indicator_code asc
        ) as obstacle_rank
    from joined
),

final as (
    select
        {{ contracted() }}
    from ranked
)

select * from final
