with

normalized_values as (
    select * from {{ ref('int_indicators__normalized_values') }}
),

weights as (
    select * from {{ ref('int_indicators__weights') }}
),

studies as (
    select * from {{ ref('stg_config__studies') }}
),

-- groups of an index of the study's own design that are dimensions
composite_scores as (
    {{ nested_rows('int_indicators__composite', 'scores') }}
),

study_dimensions as (
    select distinct
        study_code,
        dimension_code
    from {{ ref('stg_config__study_indicators') }}
    where is_in_index
),

weighted as (
    select
        normalized_values.study_code,
        normalized_values.unit_code,
        normalized_values.year,
        normalized_values.dimension_code,
        weights.dimension_weight,
        weights.weight * normalized_values.normalized_value as weighted_value,
        case when normalized_values.normalized_value is not null then weights.weight else 0 end
            as observed_weight
    from normalized_values
    inner join weights
        on
            normalized_values.study_code = weights.study_code
            and normalized_values.weight_scope = weights.weight_scope
            and normalized_values.indicator_code = weights.indicator_code
),

sums as (
    select
        study_code,
        unit_code,
        year,
        dimension_code,
        max(dimension_weight) as dimension_weight,
        {{ exact_share_sum('weighted_value') }} as weighted_sum,
        {{ exact_share_sum('observed_weight') }} as observed_weight
    from weighted
    group by study_code, unit_code, year, dimension_code
),

shares as (
    select
        *,
        least(1e0, observed_weight / nullif(dimension_weight, 0)) as observed_weight_share
    from sums
),

final as (
    select
        shares.study_code,
        shares.unit_code,
        shares.year,
        shares.dimension_code,
        case
            when shares.observed_weight_share >= studies.min_observed_share - 1e-12
                then shares.weighted_sum / nullif(shares.observed_weight, 0)
        end as dimension_score,
        shares.observed_weight_share
    from shares
    inner join studies
        on shares.study_code = studies.study_code
    where studies.design is null
    union all
    select
        composite_scores.study_code,
        composite_scores.unit_code,
        composite_scores.year,
        composite_scores.group_code as dimension_code,
        composite_scores.score as dimension_score,
        least(1e0, composite_scores.observed_weight_share) as observed_weight_share
    from composite_scores
    inner join study_dimensions
        on
            composite_scores.study_code = study_dimensions.study_code
            and composite_scores.group_code = study_dimensions.dimension_code
)

select * from final
