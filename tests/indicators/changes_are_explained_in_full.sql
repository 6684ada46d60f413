-- Changed scores that values and weights together do not explain.
select
    study_code,
    unit_code,
    year,
    score_change,
    value_effect,
    weight_effect
from {{ ref('fct_changes') }}
where
    change_kind = 'score_changed'
    and not coalesce(abs(score_change - value_effect - weight_effect) <= 1e-12, false)
