-- Type-7 quantiles at probabilities that differ between studies, exact and in bounded memory: an
-- approximate quantile somewhat farther in only says which values can lie in the tails, and the
-- exact order statistics come from these few. Where the approximation has cut a tail too short,
-- the indicator is ranked whole, so the result never depends on it.
{% set tails = [0.02, 0.1, 0.3] %}
{% set probabilities = tails + [0.7, 0.9, 0.98] %}

with
imputed_values as (
    select study_code, indicator_code, imputed_value as x
    from {{ ref('int_indicators__imputed_values') }}
    where imputed_value is not null
),

studies as (
    select * from {{ ref('stg_config__studies') }}
),

sketches as (
    select
        study_code,
        indicator_code,
        count(*) as n_values,
        {{ approximate_quantiles('x', probabilities) }} as marks
    from imputed_values
    group by study_code, indicator_code
),

-- h of Hyndman and Fan: the quantile lies between the values of rank floor(h) + 1 and floor(h) + 2
positions as (
    select
        sketches.study_code,
        sketches.indicator_code,
        sketches.n_values,
        (sketches.n_values - 1) * studies.winsor_lower as low_h,
        (sketches.n_values - 1) * studies.winsor_upper as high_h,
        case
            {%- for share in tails %}
                when studies.winsor_lower * 1.5 < {{ share }}
                    then {{ array_item('sketches.marks', loop.index) }}
            {%- endfor %}
        end as low_mark,
        case
            {%- for share in tails %}
                when (1 - studies.winsor_upper) * 1.5 < {{ share }}
                    then {{ array_item('sketches.marks', probabilities | length + 1 - loop.index) }}
            {%- endfor %}
        end as high_mark
    from sketches
    inner join studies
        on sketches.study_code = studies.study_code
),

bounds as (
    select
        positions.study_code,
        positions.indicator_code,
        n_values,
        low_h,
        high_h,
        low_mark,
        high_mark,
        coalesce(
            count(*) filter (where imputed_values.x <= low_mark) < floor(low_h) + 2
            or count(*) filter (where imputed_values.x >= high_mark) < n_values - floor(high_h),
            true
        )
        or low_mark is null
        or high_mark is null as is_ranked_whole
    from positions
    inner join imputed_values
        on positions.study_code = imputed_values.study_code
        and positions.indicator_code = imputed_values.indicator_code
    group by
        positions.study_code, positions.indicator_code, n_values, low_h, high_h, low_mark, high_mark
),

-- equal values are counted, not listed: an indicator that is mostly zero stays cheap
tail_values as (
    select bounds.study_code, bounds.indicator_code, imputed_values.x, count(*) as n_equal
    from imputed_values
    inner join bounds
        on imputed_values.study_code = bounds.study_code
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
        on bounds.study_code = ranked.study_code
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
