-- As for the index: the draws of a group must contain the group as the warehouse computes it.
with
results as (
    select
        study_code,
        {{ struct_rows('groups') }}
    from {{ ref('int_indicators__uncertainty') }}
),

level_uncertainty as (
    select * from {{ ref('fct_level_uncertainty') }}
)

select
    results.study_code,
    results.unit_code,
    results.year,
    results.group_code,
    level_uncertainty.score,
    results.own_score
from results
left join level_uncertainty
    on
        results.study_code = level_uncertainty.study_code
        and results.unit_code = level_uncertainty.unit_code
        and results.year = level_uncertainty.year
        and results.group_code = level_uncertainty.group_code
where
    level_uncertainty.study_code is null
    or (level_uncertainty.score is null) <> (results.own_score is null)
    or abs(level_uncertainty.score - results.own_score) > 1e-9
