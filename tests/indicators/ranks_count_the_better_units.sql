-- A rank is 1 plus the number of units with a higher score, under every weight scheme.
with
comparison as (
    select * from {{ ref('fct_index_comparison') }}
),

counted as (
    select
        one.study_code,
        one.unit_code,
        one.year,
        one.weight_scheme,
        one.rank_in_year,
        1 + count(other.score) as expected_rank
    from comparison as one
    left join comparison as other
        on
            one.study_code = other.study_code
            and one.year = other.year
            and one.weight_scheme = other.weight_scheme
            and one.score < other.score
    where one.score is not null
    group by
        one.study_code, one.unit_code, one.year, one.weight_scheme, one.rank_in_year
)

select *
from counted
where rank_in_year is distinct from expected_rank
