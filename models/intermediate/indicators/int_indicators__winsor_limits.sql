-- Type-7 quantiles at probabilities that differ between studies, exact and in bounded memory: only
-- the values of the tails are ranked.
with
imputed_values as (
    select
        study_code,
        indicator_code,
        imputed_value as x
    from {{ ref('int_indicators__imputed_values') }}
    where imputed_value is not null
),

bounds as (
    select * from {{ ref('int_indicators__winsor_bounds') }}
),

-- equal values are counted, not listed: an indicator that is mostly zero stays cheap
tail_values as (
    select
        bounds.study_code,
        bounds.indicator_code,
        imputed_values.x,
        count(*) as n_equal
    from imputed_values
    inner join bounds
        on
            imputed_values.study_code = bounds.study_code
            and imputed_values.indicator_code = bounds.indicator_code
    where
        bounds.is_ranked_whole
        or imputed_values.x <= bounds.low_mark
        or imputed_values.x >= bounds.high_mark
    group by bounds.study_code, bounds.indicator_code, imputed_values.x
),

ranked as (
    select
        *,
        sum(n_equal) over (partition by study_code, indicator_code order by x) as n_up_to,
        sum(n_equal) over (partition by study_code, indicator_code order by x desc) as n_from
    from tail_values
),

order_statistics as (
    select
        bounds.study_code,
        bounds.indicator_code,
        bounds.n_values,
        bounds.low_h - floor(bounds.low_h) as low_part,
        bounds.high_h - floor(bounds.high_h) as high_part,
        min(ranked.x) filter (where ranked.n_up_to >= floor(bounds.low_h) + 1) as low_value,
        min(ranked.x) filter (where ranked.n_up_to >= floor(bounds.low_h) + 2) as low_next,
        max(ranked.x) filter (where ranked.n_from >= bounds.n_values - floor(bounds.high_h))
            as high_value,
        max(ranked.x) filter (where ranked.n_from >= bounds.n_values - floor(bounds.high_h) - 1)
            as high_next
    from bounds
    inner join ranked
        on
            bounds.study_code = ranked.study_code
            and bounds.indicator_code = ranked.indicator_code
    group by
        bounds.study_code, bounds.indicator_code, bounds.n_values, bounds.low_h, bounds.high_h
),

final as (
    select
        study_code,
        indicator_code,
        n_values,
        low_value + (coalesce(low_next, low_value) - low_value) * low_part as winsor_low,
        high_value + (high_next - high_value) * high_part as winsor_high
    from order_statistics
)

select * from final
