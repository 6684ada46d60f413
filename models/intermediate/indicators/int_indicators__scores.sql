-- The index of every study: that of P1, or of the study's own design.
with

entropy_scores as (
    select * from {{ ref('int_indicators__entropy_scores') }}
),

settings as (
    select * from {{ ref('int_indicators__composite_settings') }}
),

composite_scores as (
    {{ nested_rows('int_indicators__composite', 'scores') }}
),

composite_cells as (
    {{ nested_rows('int_indicators__composite', 'cells') }}
),

filled as (
    select
        study_code,
        unit_code,
        year,
        {{ exact_share_sum('weight') }} filter (where is_filled) as filled_weight
    from composite_cells
    group by study_code, unit_code, year
),

final as (
    select
        entropy_scores.study_code,
        entropy_scores.unit_code,
        entropy_scores.year,
        entropy_scores.innovation_score,
        entropy_scores.observed_weight_share,
        entropy_scores.observed_weight,
        entropy_scores.imputed_weight_share
    from entropy_scores
    left join settings
        on entropy_scores.study_code = settings.study_code
    where settings.study_code is null
    union all
    select
        composite_scores.study_code,
        composite_scores.unit_code,
        composite_scores.year,
        composite_scores.score as innovation_score,
        composite_scores.observed_weight_share,
        composite_scores.observed_weight_share as observed_weight,
        case when composite_scores.score is not null then coalesce(filled.filled_weight, 0) end
            as imputed_weight_share
    from composite_scores
    left join filled
        on
            composite_scores.study_code = filled.study_code
            and composite_scores.unit_code = filled.unit_code
            and composite_scores.year = filled.year
    where composite_scores.group_code = 'index'
)

select * from final
