-- In the index of P1, with every cell of a row observed, the dimension scores times the weights of
-- the dimensions sum to the score.
with
dimension_weights as (
    select distinct
        study_code,
        weight_scope,
        dimension_code,
        dimension_weight
    from {{ ref('fct_indicator_weights') }}
),

totals as (
    select
        scores.study_code,
        scores.unit_code,
        scores.year,
        sum(scores.dimension_score * weights.dimension_weight) as total
    from {{ ref('fct_dimension_scores') }} as scores
    inner join dimension_weights as weights
        on
            scores.study_code = weights.study_code
            and scores.dimension_code = weights.dimension_code
            and weights.weight_scope in ('pooled', scores.year::varchar)
    group by scores.study_code, scores.unit_code, scores.year
)

select
    innovation_index.study_code,
    innovation_index.unit_code,
    innovation_index.year,
    innovation_index.innovation_score,
    totals.total
from {{ ref('fct_innovation_index') }} as innovation_index
inner join totals
    on
        innovation_index.study_code = totals.study_code
        and innovation_index.unit_code = totals.unit_code
        and innovation_index.year = totals.year
where
    innovation_index.study_code not in (
        select settings.study_code from {{ ref('int_indicators__composite_settings') }} as settings
    )
    and innovation_index.observed_weight_share > 1 - 1e-12
    and abs(innovation_index.innovation_score - totals.total) > 1e-12
