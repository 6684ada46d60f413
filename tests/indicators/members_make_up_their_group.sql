-- Groups of an index of the study's own design whose members' contributions do not sum to the
-- score; scores that are no sum (TOPSIS) have no contributions at all.
select
    members.study_code,
    members.unit_code,
    members.year,
    members.group_code,
    scores.score,
    sum(members.contribution) as total
from {{ ref('fct_level_members') }} as members
inner join {{ ref('fct_level_scores') }} as scores
    on
        members.study_code = scores.study_code
        and members.unit_code = scores.unit_code
        and members.year = scores.year
        and members.group_code = scores.group_code
where members.contribution is not null
group by members.study_code, members.unit_code, members.year, members.group_code, scores.score
-- contributions are rounded to twelve digits, scores may lie between 1 and 100
having
    coalesce(
        abs(scores.score - sum(members.contribution)) > 1e-9 * (1 + abs(scores.score)), true
    )
