with

entropy as (
    select * from {{ ref('int_indicators__entropy') }}
),

entropy_weights as (
    select * from {{ ref('int_indicators__entropy_weights') }}
),

comparison_weights as (
    select * from {{ ref('int_indicators__comparison_weights') }}
),

composite_weights as (
    {{ nested_rows('int_indicators__composite', 'weights') }}
),

-- what an indicator weighs in an index of the study's own design, on average over the years
designed as (
    select
        study_code,
        member_code as indicator_code,
        {{ exact_mean('whole_weight') }} as weight
    from composite_weights
    group by study_code, member_code
),

joined as (
    select
        entropy.study_code,
        entropy.indicator_code,
        entropy.weight_scope,
        entropy.dimension_code,
        entropy.n_observed,
        entropy.n_zero,
        entropy.entropy,
        entropy.divergence,
        entropy.divergence_without_zeros,
        coalesce(designed.weight, entropy_weights.uncapped_weight) as uncapped_weight,
        coalesce(designed.weight, entropy_weights.weight) as weight,
        entropy_weights.loo_weight,
        entropy_weights.is_capping and designed.weight is null as is_capping,
        coalesce(comparison_weights.critic_weight, 0e0) as critic_weight,
        coalesce(comparison_weights.equal_weight, 0e0) as equal_weight,
        coalesce(comparison_weights.pca_weight, 0e0) as pca_weight
    from entropy
    inner join entropy_weights
        on
            entropy.study_code = entropy_weights.study_code
            and entropy.weight_scope = entropy_weights.weight_scope
            and entropy.indicator_code = entropy_weights.indicator_code
    left join comparison_weights
        on
            entropy.study_code = comparison_weights.study_code
            and entropy.indicator_code = comparison_weights.indicator_code
    left join designed
        on
            entropy.study_code = designed.study_code
            and entropy.indicator_code = designed.indicator_code
),

dimensions as (
    select
        study_code,
        weight_scope,
        dimension_code,
        {{ exact_sum('weight') }} as dimension_weight
    from joined
    group by study_code, weight_scope, dimension_code
),

final as (
    select
        joined.*,
        dimensions.dimension_weight
    from joined
    inner join dimensions
        on
            joined.study_code = dimensions.study_code
            and joined.weight_scope = dimensions.weight_scope
            and joined.dimension_code = dimensions.dimension_code
)

select * from final
