-- Pairwise complete, over all unit-years of the study. Values are centred first: sums of squares
-- of uncentred values would lose digits to cancellation.
with

normalized_values as (
    select * from {{ ref('int_indicators__normalized_values') }}
),

means as (
    select
        study_code,
        indicator_code,
        {{ exact_sum('normalized_value') }} / count(normalized_value) as mean_value
    from normalized_values
    where normalized_value is not null
    group by study_code, indicator_code
),

centred as (
    select
        normalized_values.study_code,
        normalized_values.unit_code,
        normalized_values.year,
        normalized_values.indicator_code,
        normalized_values.normalized_value - means.mean_value as deviation
    from normalized_values
    inner join means
        on
            normalized_values.study_code = means.study_code
            and normalized_values.indicator_code = means.indicator_code
    where normalized_values.normalized_value is not null
),

sums as (
    select
        one.study_code,
        one.indicator_code,
        other.indicator_code as other_indicator_code,
        count(*) as n,
        {{ exact_sum('one.deviation') }} as one_sum,
        {{ exact_sum('other.deviation') }} as other_sum,
        {{ exact_sum('one.deviation * one.deviation') }} as one_squares,
        {{ exact_sum('other.deviation * other.deviation') }} as other_squares,
        {{ exact_sum('one.deviation * other.deviation') }} as products
    from centred as one
    inner join centred as other
        on
            one.study_code = other.study_code
            and one.unit_code = other.unit_code
            and one.year = other.year
            and one.indicator_code <= other.indicator_code
    group by one.study_code, one.indicator_code, other.indicator_code
),

covariances as (
    select
        study_code,
        indicator_code,
        other_indicator_code,
        n,
        (products - one_sum * other_sum / n) / nullif(n - 1, 0) as covariance,
        (one_squares - one_sum * one_sum / n) / nullif(n - 1, 0) as one_variance,
        (other_squares - other_sum * other_sum / n) / nullif(n - 1, 0) as other_variance
    from sums
),

-- A variance below 1e-15 is what rounding leaves of a constant: no correlation with it exists.
correlations as (
    select
        study_code,
        indicator_code,
        other_indicator_code,
        n,
        covariance,
        case
            when indicator_code = other_indicator_code and one_variance > 1e-15 then 1e0
            when one_variance > 1e-15 and other_variance > 1e-15
                then
                    greatest(
                        -1e0, least(1e0, covariance / sqrt(one_variance * other_variance))
                    )
        end as correlation
    from covariances
),

final as (
    select
        study_code,
        indicator_code,
        other_indicator_code,
        n,
        covariance,
        correlation
    from correlations
    union all
    select
        study_code,
        other_indicator_code as indicator_code,
        indicator_code as other_indicator_code,
        n,
        covariance,
        correlation
    from correlations
    where indicator_code <> other_indicator_code
)

select * from final
