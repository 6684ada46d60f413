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
left join {{ ref('int_indicators__composite_settings') }} as settings
    on innovation_index.study_code = settings.study_code
where
    -- contributions to an index of the study's own design are rounded to twelve digits each
    coalesce(abs(innovation_index.innovation_score - contributions.total), 0)
    > case when settings.study_code is null then 1e-12 else 1e-10 end
    or (innovation_index.innovation_score is null) <> (contributions.total is null)
    -- one that is no sum has no parts
    and settings.study_code is null
