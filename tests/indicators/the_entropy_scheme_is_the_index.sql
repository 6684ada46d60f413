-- Rows where the scheme called entropy is not the published index, where that is the one of P1.
select
    innovation_index.study_code,
    innovation_index.unit_code,
    innovation_index.year
from {{ ref('fct_innovation_index') }} as innovation_index
full outer join {{ ref('fct_index_comparison') }} as comparison
    on
        innovation_index.study_code = comparison.study_code
        and innovation_index.unit_code = comparison.unit_code
        and innovation_index.year = comparison.year
where
    coalesce(comparison.weight_scheme, 'entropy') = 'entropy'
    and coalesce(innovation_index.study_code, comparison.study_code) not in (
        select settings.study_code from {{ ref('int_indicators__composite_settings') }} as settings
    )
    and (
        innovation_index.innovation_score is distinct from comparison.score
        or innovation_index.rank_in_year is distinct from comparison.rank_in_year
    )
