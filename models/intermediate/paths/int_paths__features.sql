with
fused_features as (
    select * from {{ ref('int_paths__fused_features') }}
),

models as (
    {{ nested_rows('int_paths__results', 'models') }}
),

-- Of a study whose paths are refused, the features by its own scales: they show why.
chosen as (
    select fused_features.*
    from fused_features
    inner join models
        on
            fused_features.study_code = models.study_code
            and fused_features.recipe_code = coalesce(models.recipe_code, 'own')
),

means as (
    select
        study_code,
        dimension_code,
        count(fused_score) as n_samples,
        {{ exact_sum('fused_score') }} / count(fused_score) as mean_score
    from chosen
    group by study_code, dimension_code
),

deviations as (
    select
        chosen.study_code,
        chosen.dimension_code,
        means.n_samples,
        means.mean_score,
        chosen.fused_score - means.mean_score as deviation
    from chosen
    inner join means
        on
            chosen.study_code = means.study_code
            and chosen.dimension_code = means.dimension_code
),

spreads as (
    select
        study_code,
        dimension_code,
        max(mean_score) as mean_score,
        sqrt({{ exact_sum('deviation * deviation') }} / max(n_samples)) as standard_deviation
    from deviations
    group by study_code, dimension_code
),

final as (
    select
        chosen.study_code,
        chosen.unit_code,
        chosen.year,
        chosen.dimension_code,
        chosen.structured_score,
        chosen.text_score,
        chosen.network_score,
        chosen.structured_share,
        chosen.text_share,
        chosen.network_share,
        chosen.fused_score,
        (
            case
                when chosen.fused_score is null then null
                when spreads.standard_deviation > 1e-12
                    then
                        (chosen.fused_score - spreads.mean_score) / spreads.standard_deviation
                else 0
            end
        ) as standardized_score,
        chosen.recipe_code
    from chosen
    inner join spreads
        on
            chosen.study_code = spreads.study_code
            and chosen.dimension_code = spreads.dimension_code
)

select * from final
