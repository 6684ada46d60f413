with

normalized_values as (
    select * from {{ ref('int_indicators__normalized_values') }}
),

weights as (
    select * from {{ ref('int_indicators__entropy_weights') }}
),

scores as (
    select * from {{ ref('int_indicators__scores') }}
),

composite_cells as (
    {{ nested_rows('int_indicators__composite', 'cells') }}
),

study_indicators as (
    select * from {{ ref('stg_config__study_indicators') }}
),

settings as (
    select * from {{ ref('int_indicators__composite_settings') }}
),

row_weights as (
    select
        normalized_values.study_code,
        normalized_values.unit_code,
        normalized_values.year,
        normalized_values.indicator_code,
        normalized_values.dimension_code,
        normalized_values.normalized_value,
        case
            when
                normalized_values.normalized_value is not null
                and scores.innovation_score is not null
                then weights.weight / scores.observed_weight
        end as weight
    from normalized_values
    inner join weights
        on
            normalized_values.study_code = weights.study_code
            and normalized_values.weight_scope = weights.weight_scope
            and normalized_values.indicator_code = weights.indicator_code
    inner join scores
        on
            normalized_values.study_code = scores.study_code
            and normalized_values.unit_code = scores.unit_code
            and normalized_values.year = scores.year
),

-- The weights of a row are those of the indicators observed in it, brought back to a sum of 1: so
-- the contributions sum to the score. Without a score there is nothing to contribute to.
contributions as (
    select
        row_weights.*,
        row_weights.weight * row_weights.normalized_value as contribution
    from row_weights
    left join settings
        on row_weights.study_code = settings.study_code
    where settings.study_code is null
    union all
    select
        composite_cells.study_code,
        composite_cells.unit_code,
        composite_cells.year,
        composite_cells.indicator_code,
        study_indicators.dimension_code,
        composite_cells.normalized_value,
        -- of a mean that is not arithmetic a value counts with what it adds, not with its weight
        case
            when composite_cells.normalized_value is null then null
            when
                abs(
                    composite_cells.contribution
                    - composite_cells.weight * composite_cells.normalized_value
                ) <= 1e-11
                then composite_cells.weight
            else
                coalesce(
                    composite_cells.contribution / nullif(composite_cells.normalized_value, 0),
                    composite_cells.weight
                )
        end as weight,
        composite_cells.contribution
    from composite_cells
    inner join study_indicators
        on
            composite_cells.study_code = study_indicators.study_code
            and composite_cells.indicator_code = study_indicators.indicator_code
),

final as (
    select
        {{ contracted() }}
    from contributions
)

select * from final
