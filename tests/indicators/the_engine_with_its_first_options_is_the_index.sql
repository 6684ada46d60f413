-- The draws must contain the index: with every choice at its first option, the engine that draws
-- them (Python) and the index (SQL) are the same formula twice.
with
doubts as (
    select
        study_code,
        {{ struct_rows('uncertainty') }}
    from {{ ref('int_indicators__doubts') }}
),

studies as (
    select distinct study_code from doubts
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
    doubts.own_score
from innovation_index
full outer join doubts
    on
        innovation_index.study_code = doubts.study_code
        and innovation_index.unit_code = doubts.unit_code
        and innovation_index.year = doubts.year
where
    (innovation_index.innovation_score is null) <> (doubts.own_score is null)
    or abs(innovation_index.innovation_score - doubts.own_score) > 1e-9
    or innovation_index.study_code is null
    or doubts.study_code is null
