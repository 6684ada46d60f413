{# From these values on a finding is made; they stand in docs/uncertainty.md. #}
{% set twin = 0.95 %}
{% set uneven = 2 %}
{% set alpha_gain = 0.05 %}
{% set flags = [
    'is_constant', 'is_zero_dominated', 'is_against_dimension', 'is_twin', 'is_weight_uneven',
    'is_weakening_dimension'
] %}
{% set finding = messages([
    message('coherence.is_constant', when='is_constant'),
    message('coherence.is_zero_dominated', {
        'weight': pct('weight'), 'loo_weight': pct('loo_weight')
    }, when='is_zero_dominated and loo_weight is not null'),
    message('coherence.is_against_dimension', {
        'mean_correlation': decimals('mean_correlation')
    }, when='is_against_dimension'),
    message('coherence.is_twin', {
        'closest_indicator_code': 'closest_indicator_code',
        'closest_correlation': decimals('closest_correlation')
    }, when='is_twin'),
    message('coherence.is_weight_uneven', {
        'effective_weight': pct('effective_weight'), 'weight': pct('weight')
    }, when='is_weight_uneven'),
    message('coherence.is_weakening_dimension', {
        'alpha_without': decimals('alpha_without'), 'alpha': decimals('alpha')
    }, when='is_weakening_dimension'),
    message('coherence.fits', {
        'mean_correlation': decimals('mean_correlation')
    }, when='mean_correlation is not null and not (' ~ flags | join(' or ') ~ ')'),
    message(
        'coherence.alone', when='mean_correlation is null and not (' ~ flags | join(' or ') ~ ')'
    ),
]) %}

with

weights as (
    select * from {{ ref('fct_indicator_weights') }}
),

dimension_fit as (
    select * from {{ ref('int_indicators__dimension_fit') }}
),

leading_components as (
    select * from {{ ref('int_indicators__principal_components') }}
    where dimension_code <> 'all' and component_number = 1
),

correlations as (
    select * from {{ ref('int_indicators__correlations') }}
    where indicator_code <> other_indicator_code and correlation is not null
),

-- Where an indicator is, but for the sign, as near to two others, the first code serves.
closest_indicators as (
    select
        study_code,
        indicator_code,
        other_indicator_code as closest_indicator_code,
        correlation as closest_correlation
    from correlations
    qualify row_number() over (
        partition by study_code, indicator_code
        order by abs(correlation) desc nulls last, other_indicator_code asc
    ) = 1
),

-- Weights per year are averaged: whether an indicator fits is a question to the whole panel.
indicator_weights as (
    select
        study_code,
        indicator_code,
        min(dimension_code) as dimension_code,
        {{ exact_sum('weight') }} / count(*) as weight,
        min(effective_weight) as effective_weight,
        {{ exact_sum('loo_weight') }} / count(*) as loo_weight,
        {{ exact_sum('zero_share') }} / count(zero_share) as zero_share,
        bool_or(is_zero_dominated) as is_zero_dominated,
        bool_or(is_constant) or sum(n_observed) = 0 as is_constant
    from weights
    group by study_code, indicator_code
),

joined as (
    select
        indicator_weights.*,
        dimension_fit.mean_correlation,
        dimension_fit.alpha,
        dimension_fit.alpha_without,
        leading_components.loading as dimension_loading,
        closest_indicators.closest_indicator_code,
        closest_indicators.closest_correlation,
        indicator_weights.effective_weight / nullif(indicator_weights.weight, 0) as weight_ratio
    from indicator_weights
    left join dimension_fit
        on
            indicator_weights.study_code = dimension_fit.study_code
            and indicator_weights.indicator_code = dimension_fit.indicator_code
    left join leading_components
        on
            indicator_weights.study_code = leading_components.study_code
            and indicator_weights.indicator_code = leading_components.indicator_code
    left join closest_indicators
        on
            indicator_weights.study_code = closest_indicators.study_code
            and indicator_weights.indicator_code = closest_indicators.indicator_code
),

judged as (
    select
        *,
        not is_constant and coalesce(mean_correlation < 0, false) as is_against_dimension,
        not is_constant and coalesce(abs(closest_correlation) >= {{ twin }}, false) as is_twin,
        not is_constant
        and coalesce(
            weight_ratio >= {{ uneven }} or weight_ratio * {{ uneven }} <= 1, false
        ) as is_weight_uneven,
        not is_constant
        and coalesce(alpha_without - alpha >= {{ alpha_gain }}, false) as is_weakening_dimension
    from joined
),

spoken as (
    {{ with_words('judged', ['indicators']) }}
),

final as (
    select
        study_code::string as study_code,
        indicator_code::string as indicator_code,
        dimension_code::string as dimension_code,
        weight::double as weight,
        effective_weight::double as effective_weight,
        weight_ratio::double as weight_ratio,
        zero_share::double as zero_share,
        loo_weight::double as loo_weight,
        mean_correlation::double as mean_correlation,
        closest_indicator_code::string as closest_indicator_code,
        closest_correlation::double as closest_correlation,
        dimension_loading::double as dimension_loading,
        alpha::double as alpha,
        alpha_without::double as alpha_without,
        is_constant::boolean as is_constant,
        is_zero_dominated::boolean as is_zero_dominated,
        is_against_dimension::boolean as is_against_dimension,
        is_twin::boolean as is_twin,
        is_weight_uneven::boolean as is_weight_uneven,
        is_weakening_dimension::boolean as is_weakening_dimension,
        {{ told(finding, 'en') }}::string as finding,
        {{ told(finding, 'zh') }}::string as finding_zh
    from spoken
)

select * from final
