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
    -- an index of the study's own design may be no sum (TOPSIS): it has no parts to explain it
    (value_effect is not null or study_code not in (
        select settings.study_code from {{ ref('int_indicators__composite_settings') }} as settings
    ))
    and
    change_kind = 'score_changed'
    and not coalesce(abs(score_change - value_effect - weight_effect) <= 1e-12, false)
