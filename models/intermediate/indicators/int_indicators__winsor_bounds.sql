-- Where the winsorising limits can lie: an approximate quantile somewhat farther in says which
-- values belong to a tail. Where it has cut a tail too short for the exact rank, the indicator is
-- ranked whole, so the limits never depend on the approximation.
{% set tails = [0.02, 0.1, 0.3] %}
{% set probabilities = tails + [0.7, 0.9, 0.98] %}

with
imputed_values as (
    select
        study_code,
        indicator_code,
        imputed_value as x
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

final as (
    select
        positions.study_code,
        positions.indicator_code,
        positions.n_values,
        positions.low_h,
        positions.high_h,
        positions.low_mark,
        positions.high_mark,
        coalesce(
            count(*) filter (where imputed_values.x <= positions.low_mark)
            < floor(positions.low_h) + 2
            or count(*) filter (where imputed_values.x >= positions.high_mark)
            < positions.n_values - floor(positions.high_h),
            true
        )
        or positions.low_mark is null
        or positions.high_mark is null as is_ranked_whole
    from positions
    inner join imputed_values
        on
            positions.study_code = imputed_values.study_code
            and positions.indicator_code = imputed_values.indicator_code
    group by
        positions.study_code,
        positions.indicator_code,
        positions.n_values,
        positions.low_h,
        positions.high_h,
        positions.low_mark,
        positions.high_mark
)

select * from final
