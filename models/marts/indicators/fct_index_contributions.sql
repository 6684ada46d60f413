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
        *,
        weight * normalized_value as contribution
    from row_weights
),

final as (
    select
        {{ contracted() }}
    from contributions
)

select * from final
