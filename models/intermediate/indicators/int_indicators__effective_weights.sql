-- What an indicator really moves: its squared correlation with the score, as a share of the sum
-- over all indicators. The linear form of Pearson's correlation ratio (Paruolo, Saisana and
-- Saltelli 2013); a nominal weight says nothing about it where indicators move together.
with

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

final as (
    select
        squared_correlations.study_code,
        squared_correlations.indicator_code,
        coalesce(squared_correlations.squared_correlation / nullif(totals.total, 0), 0e0)
            as effective_weight
    from squared_correlations
    inner join totals
        on squared_correlations.study_code = totals.study_code
)

select * from final
