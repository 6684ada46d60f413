{{ config(severity='warn') }}
-- Not an error: the index is one choice among many and may stand at the edge of what they say. When
-- most scores of a study do, its settings are unlike the other choices and deserve a look.
select
    study_code,
    count(*) as n_scores,
    count(*) filter (where is_score_inside) as n_scores_inside,
    count(*) filter (where is_rank_inside) as n_ranks_inside
from {{ ref('fct_index_uncertainty') }}
where innovation_score is not null and score_p05 is not null
group by study_code
having 2 * count(*) filter (where is_score_inside) < count(*)
