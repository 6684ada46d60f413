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

-- The weights of a full row sum to 1, so the observed sum is the observed share.
sums as (
    select
        normalized_values.study_code,
        normalized_values.unit_code,
        normalized_values.year,
        {{ exact_share_sum('entropy_weights.weight * normalized_values.normalized_value') }}
            as weighted_sum,
        {{ exact_share_sum('entropy_weights.weight') }}
        filter (where normalized_values.normalized_value is not null) as observed_weight,
        {{ exact_share_sum('entropy_weights.weight') }}
        filter (where normalized_values.is_imputed) as imputed_weight
    from normalized_values
    inner join entropy_weights
        on normalized_values._scope_number = entropy_weights._scope_number
    group by
        normalized_values.study_code, normalized_values.unit_code, normalized_values.year
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
        round(coalesce(sums.observed_weight, 0), 13) as observed_weight_share,
        coalesce(sums.observed_weight, 0) as observed_weight,
        coalesce(sums.imputed_weight, 0) / nullif(sums.observed_weight, 0)
            as imputed_weight_share
    from sums
    inner join settings
        on sums.study_code = settings.study_code
)

select * from final
