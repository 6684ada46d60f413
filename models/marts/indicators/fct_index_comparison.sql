with

normalized_values as (
    select * from {{ ref('int_indicators__normalized_values') }}
),

comparison_weights as (
    select * from {{ ref('int_indicators__comparison_weights') }}
),

entropy_scores as (
    select * from {{ ref('int_indicators__entropy_scores') }}
),

studies as (
    select * from {{ ref('stg_config__studies') }}
),

-- one row per cell and scheme: the rule for missing cells is then the same for all
weighted as (
    {% for scheme in ['critic', 'equal', 'pca'] %}
        select
            normalized_values.study_code,
            normalized_values.unit_code,
            normalized_values.year,
            '{{ scheme }}' as weight_scheme,
            comparison_weights.{{ scheme }}_weight * normalized_values.normalized_value
                as weighted_value,
            case
                when normalized_values.normalized_value is not null
                    then comparison_weights.{{ scheme }}_weight
            end as observed_weight
        from normalized_values
        inner join comparison_weights
            on
                normalized_values.study_code = comparison_weights.study_code
                and normalized_values.indicator_code = comparison_weights.indicator_code
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

sums as (
    select
        study_code,
        unit_code,
        year,
        weight_scheme,
        {{ exact_share_sum('weighted_value') }} as weighted_sum,
        {{ exact_share_sum('observed_weight') }} as observed_weight
    from weighted
    group by study_code, unit_code, year, weight_scheme
),

schemes as (
    select
        sums.study_code,
        sums.unit_code,
        sums.year,
        sums.weight_scheme,
        case
            when sums.observed_weight >= studies.min_observed_share - 1e-12
                then sums.weighted_sum / nullif(sums.observed_weight, 0)
        end as score
    from sums
    inner join studies
        on sums.study_code = studies.study_code
    union all
    select
        study_code,
        unit_code,
        year,
        'entropy' as weight_scheme,
        innovation_score as score
    from entropy_scores
),

final as (
    select
        study_code::string as study_code,
        unit_code::string as unit_code,
        year::integer as year,
        weight_scheme::string as weight_scheme,
        score::double as score,
        case
            when score is not null
                then
                    rank() over (
                        partition by study_code, year, weight_scheme
                        order by score desc nulls last
                    )
        end::integer as rank_in_year
    from schemes
)

select * from final
