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

-- Numbers for names: every pair of cells of a unit and year is joined, and texts are slow to join.
centred as (
    select
        normalized_values.study_code,
        normalized_values.indicator_code,
        dense_rank() over (
            order by
                normalized_values.study_code, normalized_values.unit_code, normalized_values.year
        ) as row_number,
        dense_rank() over (
            order by normalized_values.study_code, normalized_values.indicator_code
        ) as indicator_number,
        normalized_values.normalized_value - means.mean_value as deviation
    from normalized_values
    inner join means
        on
            normalized_values.study_code = means.study_code
            and normalized_values.indicator_code = means.indicator_code
    where normalized_values.normalized_value is not null
),

cells as (
    select
        row_number,
        indicator_number,
        deviation,
        {{ exact_addend('deviation') }} as addend,
        {{ exact_addend('deviation * deviation') }} as square
    from centred
),

sums_by_number as (
    select
        one.indicator_number,
        other.indicator_number as other_indicator_number,
        count(*) as n,
        {{ exact_total('one.addend') }} as one_sum,
        {{ exact_total('other.addend') }} as other_sum,
        {{ exact_total('one.square') }} as one_squares,
        {{ exact_total('other.square') }} as other_squares,
        {{ exact_sum('one.deviation * other.deviation') }} as products
    from cells as one
    inner join cells as other
        on
            one.row_number = other.row_number
            and one.indicator_number <= other.indicator_number
    group by one.indicator_number, other.indicator_number
),

names as (
    select distinct
        study_code,
        indicator_code,
        indicator_number
    from centred
),

sums as (
    select
        one.study_code,
        one.indicator_code,
        other.indicator_code as other_indicator_code,
        sums_by_number.n,
        sums_by_number.one_sum,
        sums_by_number.other_sum,
        sums_by_number.one_squares,
        sums_by_number.other_squares,
        sums_by_number.products
    from sums_by_number
    inner join names as one
        on sums_by_number.indicator_number = one.indicator_number
    inner join names as other
        on sums_by_number.other_indicator_number = other.indicator_number
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
