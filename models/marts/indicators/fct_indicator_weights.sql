with

weights as (
    select * from {{ ref('int_indicators__weights') }}
),

effective_weights as (
    select * from {{ ref('int_indicators__effective_weights') }}
),

value_ranges as (
    select * from {{ ref('int_indicators__value_ranges') }}
),

judged as (
    select
        weights.*,
        coalesce(value_ranges.is_constant, false) as is_constant,
        coalesce(effective_weights.effective_weight, 0e0) as effective_weight,
        1e0 * weights.n_zero / nullif(weights.n_observed, 0) as zero_share,
        coalesce(
            (weights.divergence - weights.divergence_without_zeros)
            / nullif(weights.divergence, 0),
            0e0
        ) as divergence_share_of_zeros
    from weights
    inner join value_ranges
        on
            weights.study_code = value_ranges.study_code
            and weights.indicator_code = value_ranges.indicator_code
    left join effective_weights
        on
            weights.study_code = effective_weights.study_code
            and weights.indicator_code = effective_weights.indicator_code
),

flagged as (
    select
        *,
        divergence_share_of_zeros > {{ var('zero_dominance_share') }} as is_zero_dominated
    from judged
),

final as (
    select
        study_code::varchar as study_code,
        indicator_code::varchar as indicator_code,
        weight_scope::varchar as weight_scope,
        dimension_code::varchar as dimension_code,
        n_observed::bigint as n_observed,
        entropy::double as entropy,
        divergence::double as divergence,
        weight::double as weight,
        uncapped_weight::double as uncapped_weight,
        dimension_weight::double as dimension_weight,
        coalesce(weight / nullif(dimension_weight, 0), 0)::double as weight_in_dimension,
        effective_weight::double as effective_weight,
        critic_weight::double as critic_weight,
        equal_weight::double as equal_weight,
        pca_weight::double as pca_weight,
        zero_share::double as zero_share,
        loo_weight::double as loo_weight,
        is_zero_dominated::boolean as is_zero_dominated,
        is_constant::boolean as is_constant,
        case
            when n_observed = 0
                then 'No value is observed: the indicator takes no part.'
            when is_constant
                then
                    'The value is the same in all ' || n_observed
                    || ' observed cells: it tells no units apart and gets no weight.'
            when is_zero_dominated
                then
                    round(100 * zero_share)::integer || ' % of the cells are zero after '
                    || 'normalisation and make up '
                    || round(100 * divergence_share_of_zeros)::integer
                    || ' % of the divergence: the weight is '
                    || round(100 * uncapped_weight, 1) || ' %, without the zeros it would be '
                    || round(100 * loo_weight, 1) || ' %.'
            when is_capping and weight < uncapped_weight
                then
                    'The cap took the weight from ' || round(100 * uncapped_weight, 1)
                    || ' % to ' || round(100 * weight, 1) || ' %.'
        end::varchar as finding
    from flagged
)

select * from final
