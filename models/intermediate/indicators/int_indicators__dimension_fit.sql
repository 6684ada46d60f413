-- How each indicator stands to the others of its dimension. Alpha here is the standardised one,
-- k r / (1 + (k - 1) r) with the mean correlation r of the k indicators: then leaving one out
-- needs nothing but the correlations. It needs all of them: where two indicators were never
-- observed together, r is not known, and a mean over other pairs would not keep alpha below 1.
with

pairs as (
    select * from {{ ref('int_indicators__correlation_groups') }}
    where
        dimension_code <> 'all'
        and indicator_code <> other_indicator_code
        and correlation is not null
),

by_indicator as (
    select
        study_code,
        dimension_code,
        indicator_code,
        count(*) as n_others,
        {{ exact_sum('correlation') }} as correlation_sum
    from pairs
    group by study_code, dimension_code, indicator_code
),

by_dimension as (
    select
        study_code,
        dimension_code,
        count(*) as n_pairs,
        count(distinct indicator_code) as k,
        {{ exact_sum('correlation') }} as total
    from pairs
    group by study_code, dimension_code
),

-- Every pair counts twice in the sums: once from each side.
mean_correlations as (
    select
        by_indicator.study_code,
        by_indicator.dimension_code,
        by_indicator.indicator_code,
        by_dimension.k,
        by_indicator.correlation_sum / by_indicator.n_others as mean_correlation,
        case
            when by_dimension.n_pairs = by_dimension.k * (by_dimension.k - 1)
                then by_dimension.total / (by_dimension.k * (by_dimension.k - 1))
        end as mean_of_all,
        case
            when
                by_dimension.n_pairs - 2 * by_indicator.n_others
                = (by_dimension.k - 1) * (by_dimension.k - 2)
                then
                    (by_dimension.total - 2 * by_indicator.correlation_sum)
                    / nullif((by_dimension.k - 1) * (by_dimension.k - 2), 0)
        end as mean_without
    from by_indicator
    inner join by_dimension
        on
            by_indicator.study_code = by_dimension.study_code
            and by_indicator.dimension_code = by_dimension.dimension_code
),

final as (
    select
        study_code,
        dimension_code,
        indicator_code,
        mean_correlation,
        case
            when 1 + (k - 1) * mean_of_all > 1e-9
                then k * mean_of_all / (1 + (k - 1) * mean_of_all)
        end as alpha,
        case
            when 1 + (k - 2) * mean_without > 1e-9
                then (k - 1) * mean_without / (1 + (k - 2) * mean_without)
        end as alpha_without
    from mean_correlations
)

select * from final
