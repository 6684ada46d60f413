-- A rank is 1 plus the number of units with a higher score, under every weight scheme.
with
comparison as (
    select * from {{ ref('fct_index_comparison') }}
    where score is not null
),

-- Units are counted score by score: comparing each with each would be quadratic.
equal_scores as (
    select
        study_code,
        year,
        weight_scheme,
        score,
        count(*) as n_units
    from comparison
    group by study_code, year, weight_scheme, score
),

counted as (
    select
        study_code,
        year,
        weight_scheme,
        score,
        1 + coalesce(sum(n_units) over (
            partition by study_code, year, weight_scheme
            order by score desc
            rows between unbounded preceding and 1 preceding
        ), 0) as expected_rank
    from equal_scores
)

select
    comparison.study_code,
    comparison.unit_code,
    comparison.year,
    comparison.weight_scheme,
    comparison.rank_in_year,
    counted.expected_rank
from comparison
inner join counted
    on
        comparison.study_code = counted.study_code
        and comparison.year = counted.year
        and comparison.weight_scheme = counted.weight_scheme
        and comparison.score = counted.score
where comparison.rank_in_year is distinct from counted.expected_rank
