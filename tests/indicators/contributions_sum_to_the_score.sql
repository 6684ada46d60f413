-- Rows whose contributions do not sum to the score that they explain.
with
contributions as (
    select
        study_code,
        unit_code,
        year,
        sum(contribution) as total
    from {{ ref('fct_index_contributions') }}
    group by study_code, unit_code, year
)

select
    innovation_index.study_code,
    innovation_index.unit_code,
    innovation_index.year,
    innovation_index.innovation_score,
    contributions.total
from {{ ref('fct_innovation_index') }} as innovation_index
left join contributions
    on
        innovation_index.study_code = contributions.study_code
        and innovation_index.unit_code = contributions.unit_code
        and innovation_index.year = contributions.year
where
    coalesce(abs(innovation_index.innovation_score - contributions.total), 0) > 1e-12
    or (innovation_index.innovation_score is null) <> (contributions.total is null)
