-- Always of the whole panel, also where the entropy weights are per year: correlations of a
-- single year's few units say little. Constant indicators get no weight under any scheme.
with

correlations as (
    select * from {{ ref('int_indicators__correlations') }}
),

pca_weights as (
    select * from {{ ref('int_indicators__pca_weights') }}
),

value_ranges as (
    select * from {{ ref('int_indicators__value_ranges') }}
),

-- CRITIC: c = s * sum(1 - r); without a correlation (a constant) a pair says nothing.
information as (
    select
        study_code,
        indicator_code,
        coalesce(
            sqrt(max(case when indicator_code = other_indicator_code then covariance end))
            * {{ exact_sum('1 - correlation') }},
            0e0
        ) as information
    from correlations
    group by study_code, indicator_code
),

parts as (
    select
        value_ranges.study_code,
        value_ranges.indicator_code,
        -- rounding leaves a trace where two indicators say the same
        case
            when value_ranges.is_constant or information.information <= 1e-12 then 0e0
            else information.information
        end as critic_part,
        case when value_ranges.is_constant then 0e0 else pca_weights.pca_weight end as pca_part,
        case when value_ranges.is_constant then 0e0 else 1e0 end as equal_part
    from value_ranges
    left join information
        on
            value_ranges.study_code = information.study_code
            and value_ranges.indicator_code = information.indicator_code
    left join pca_weights
        on
            value_ranges.study_code = pca_weights.study_code
            and value_ranges.indicator_code = pca_weights.indicator_code
    -- an indicator without any value has no range
    where value_ranges.is_constant is not null and value_ranges.is_in_index
),

-- Sums are exact to 2^-52: what nearly says the same is made as large as the rest before, by a
-- power of two, which changes no digit.
scaled as (
    select
        study_code,
        indicator_code,
        pca_part,
        equal_part,
        critic_part / least(
            1e0,
            power(2e0, floor(log2(nullif(max(critic_part) over (partition by study_code), 0))))
        ) as critic_part
    from parts
),

totals as (
    select
        study_code,
        {{ exact_sum('critic_part') }} as critic_total,
        {{ exact_sum('pca_part') }} as pca_total,
        {{ exact_sum('equal_part') }} as equal_total
    from scaled
    group by study_code
),

final as (
    select
        scaled.study_code,
        scaled.indicator_code,
        coalesce(scaled.critic_part / nullif(totals.critic_total, 0), 0e0) as critic_weight,
        coalesce(scaled.equal_part / nullif(totals.equal_total, 0), 0e0) as equal_weight,
        coalesce(scaled.pca_part / nullif(totals.pca_total, 0), 0e0) as pca_weight
    from scaled
    inner join totals
        on scaled.study_code = totals.study_code
)

select * from final
