{% set rounded = 'round(100 * uncapped_weight, 1)' %}
{% set is_varying = 'n_observed > 0 and not is_constant' %}
{% set finding = messages([
    message('weights.unobserved', when='n_observed = 0'),
    message(
        'weights.constant', {'n': 'n_observed'}, when='n_observed > 0 and is_constant'
    ),
    message('weights.zeros', {
        'zero_share': 'round(100 * zero_share)::integer',
        'divergence_share': 'round(100 * divergence_share_of_zeros)::integer',
        'weight': rounded,
        'loo_weight': 'round(100 * loo_weight, 1)'
    }, when=is_varying ~ ' and is_zero_dominated'),
    message('weights.capped', {
        'before': rounded, 'weight': 'round(100 * weight, 1)'
    }, when=is_varying
        ~ ' and is_zero_dominated is not true and is_capping and weight < uncapped_weight'),
]) %}

with

weights as (
    select * from {{ ref('int_indicators__weights') }}
),

value_ranges as (
    select * from {{ ref('int_indicators__value_ranges') }}
),

normalized_values as (
    select * from {{ ref('int_indicators__normalized_values') }}
),

scores as (
    select * from {{ ref('int_indicators__scores') }}
),

pairs as (
    select
        normalized_values.study_code,
        normalized_values.indicator_code,
        normalized_values.normalized_value,
        scores.innovation_score
    from normalized_values
    inner join scores
        on
            normalized_values.study_code = scores.study_code
            and normalized_values.unit_code = scores.unit_code
            and normalized_values.year = scores.year
    where
        normalized_values.normalized_value is not null
        and scores.innovation_score is not null
),

means as (
    select
        study_code,
        indicator_code,
        {{ exact_sum('normalized_value') }} / count(*) as mean_value,
        {{ exact_sum('innovation_score') }} / count(*) as mean_score
    from pairs
    group by study_code, indicator_code
),

deviations as (
    select
        pairs.study_code,
        pairs.indicator_code,
        pairs.normalized_value - means.mean_value as value_deviation,
        pairs.innovation_score - means.mean_score as score_deviation
    from pairs
    inner join means
        on
            pairs.study_code = means.study_code
            and pairs.indicator_code = means.indicator_code
),

moments as (
    select
        study_code,
        indicator_code,
        {{ exact_sum('value_deviation * value_deviation') }} as value_squares,
        {{ exact_sum('score_deviation * score_deviation') }} as score_squares,
        {{ exact_sum('value_deviation * score_deviation') }} as products
    from deviations
    group by study_code, indicator_code
),

squared_correlations as (
    select
        study_code,
        indicator_code,
        case
            when value_squares > 1e-15 and score_squares > 1e-15
                then least(1e0, products * products / (value_squares * score_squares))
            else 0e0
        end as squared_correlation
    from moments
),

totals as (
    select
        study_code,
        {{ exact_sum('squared_correlation') }} as total
    from squared_correlations
    group by study_code
),

-- What an indicator really moves: its squared correlation with the score, as a share of the sum
-- over all indicators. The linear form of Pearson's correlation ratio (Paruolo, Saisana and
-- Saltelli 2013); a nominal weight says nothing about it where indicators move together.
effective_weights as (
    select
        squared_correlations.study_code,
        squared_correlations.indicator_code,
        coalesce(squared_correlations.squared_correlation / nullif(totals.total, 0), 0e0)
            as effective_weight
    from squared_correlations
    inner join totals
        on squared_correlations.study_code = totals.study_code
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

spoken as (
    {{ with_words('flagged', ['indicators']) }}
),

final as (
    select
        study_code::string as study_code,
        indicator_code::string as indicator_code,
        weight_scope::string as weight_scope,
        dimension_code::string as dimension_code,
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
        {{ told(finding, 'en') }}::string as finding,
        {{ told(finding, 'zh') }}::string as finding_zh
    from spoken
)

select * from final
