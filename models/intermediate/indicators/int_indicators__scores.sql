with

normalized_values as (
    select * from {{ ref('int_indicators__normalized_values') }}
),

entropy_weights as (
    select * from {{ ref('int_indicators__entropy_weights') }}
),

settings as (
    select * from {{ ref('stg_config__studies') }}
),

weighted as (
    select
        normalized_values.study_code,
        normalized_values.unit_code,
        normalized_values.year,
        entropy_weights.weight * normalized_values.normalized_value as weighted_value,
        case
            when normalized_values.normalized_value is not null then entropy_weights.weight else 0
        end as observed_weight,
        case when normalized_values.is_imputed then entropy_weights.weight else 0 end
            as imputed_weight
    from normalized_values
    inner join entropy_weights
        on
            normalized_values.study_code = entropy_weights.study_code
            and normalized_values.indicator_code = entropy_weights.indicator_code
            and normalized_values.weight_scope = entropy_weights.weight_scope
),

-- The weights of a full row sum to 1, so the observed sum is the observed share.
sums as (
    select
        study_code,
        unit_code,
        year,
        {{ exact_sum('weighted_value') }} as weighted_sum,
        {{ exact_sum('observed_weight') }} as observed_weight,
        {{ exact_sum('imputed_weight') }} as imputed_weight
    from weighted
    group by study_code, unit_code, year
),

final as (
    select
        sums.study_code,
        sums.unit_code,
        sums.year,
        case
            -- the weights sum to 1 but for rounding, and so may the observed share fall short
            when sums.observed_weight >= settings.min_observed_share - 1e-12
                then sums.weighted_sum / nullif(sums.observed_weight, 0)
        end as innovation_score,
        least(1e0, sums.observed_weight) as observed_weight_share,
        sums.observed_weight,
        sums.imputed_weight / nullif(sums.observed_weight, 0) as imputed_weight_share
    from sums
    inner join settings
        on sums.study_code = settings.study_code
)

select * from final
