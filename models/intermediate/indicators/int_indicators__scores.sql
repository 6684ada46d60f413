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
        on normalized_values._scope_number = entropy_weights._scope_number
),

-- The weights of a full row sum to 1, so the observed sum is the observed share.
sums as (
    select
        study_code,
        unit_code,
        year,
        {{ exact_share_sum('weighted_value') }} as weighted_sum,
        {{ exact_share_sum('observed_weight') }} as observed_weight,
        {{ exact_share_sum('imputed_weight') }} as imputed_weight
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
        -- what rounding leaves below 1 is no missing cell
        round(sums.observed_weight, 13) as observed_weight_share,
        sums.observed_weight,
        sums.imputed_weight / nullif(sums.observed_weight, 0) as imputed_weight_share
    from sums
    inner join settings
        on sums.study_code = settings.study_code
)

select * from final
