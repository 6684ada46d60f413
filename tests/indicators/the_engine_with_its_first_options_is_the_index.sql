-- The draws must contain the index: with every choice at its first option, the engine that draws
-- them (Python) and the index (SQL) are the same formula twice.
with
uncertainty as (
    select
        study_code,
        {{ struct_rows('uncertainty') }}
    from {{ ref('int_indicators__uncertainty') }}
),

studies as (
    select distinct study_code from uncertainty
),

innovation_index as (
    select innovation_index.*
    from {{ ref('fct_innovation_index') }} as innovation_index
    semi join studies
        on innovation_index.study_code = studies.study_code
)

select
    innovation_index.study_code,
    innovation_index.unit_code,
    innovation_index.year,
    innovation_index.innovation_score,
    uncertainty.own_score
from innovation_index
full outer join uncertainty
    on
        innovation_index.study_code = uncertainty.study_code
        and innovation_index.unit_code = uncertainty.unit_code
        and innovation_index.year = uncertainty.year
where
    (innovation_index.innovation_score is null) <> (uncertainty.own_score is null)
    or abs(innovation_index.innovation_score - uncertainty.own_score) > 1e-9
    or innovation_index.study_code is null
    or uncertainty.study_code is null
