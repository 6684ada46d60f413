-- What nothing known gives, and what each dimension adds or takes, is the vote share.
with
contributions as (
    select * from {{ ref('fct_path_sample_contributions') }}
),

probabilities as (
    select * from {{ ref('fct_path_probabilities') }}
),

sums as (
    select
        study_code,
        unit_code,
        year,
        path_code,
        sum(contribution) as contribution_sum
    from contributions
    group by study_code, unit_code, year, path_code
),

final as (
    select
        probabilities.study_code,
        probabilities.unit_code,
        probabilities.year,
        probabilities.path_code,
        probabilities.vote_share,
        sums.contribution_sum
    from probabilities
    left join sums
        on
            probabilities.study_code = sums.study_code
            and probabilities.unit_code = sums.unit_code
            and probabilities.year = sums.year
            and probabilities.path_code = sums.path_code
    where
        sums.contribution_sum is null
        or abs(probabilities.base_share + sums.contribution_sum - probabilities.vote_share) > 1e-9
)

select * from final
