-- Where the tails of an indicator begin, guessed from one value in sixteen. A mark lies further in
-- than the winsorising quantile, so the tail holds it; the limits are exact whatever the guess.
{% set tails = [0.02, 0.1, 0.3] %}

with
imputed_values as (
    select
        study_code,
        indicator_code,
        imputed_value
    from {{ ref('int_indicators__imputed_values') }}
),

study_indicators as (
    select * from {{ ref('stg_config__study_indicators') }}
),

studies as (
    select * from {{ ref('stg_config__studies') }}
),

sampled as (
    select
        study_code,
        indicator_code,
    {% for share in tails %}
        percentile_cont({{ share }}) within group (order by imputed_value)
            as low_{{ loop.index }},
        percentile_cont({{ 1 - share }}) within group (order by imputed_value)
            as high_{{ loop.index }}{{ ',' if not loop.last }}
    {% endfor %}
    from imputed_values
    where {{ one_in(16, 'imputed_value') }}
    group by study_code, indicator_code
),

final as (
    select
        study_indicators.study_code,
        study_indicators.indicator_code,
        studies.winsor_lower,
        studies.winsor_upper,
        case
            {%- for share in tails %}
                when studies.winsor_lower * 1.5 < {{ share }} then sampled.low_{{ loop.index }}
            {%- endfor %}
        end as low_mark,
        case
            {%- for share in tails %}
                when (1 - studies.winsor_upper) * 1.5 < {{ share }}
                    then sampled.high_{{ loop.index }}
            {%- endfor %}
        end as high_mark
    from study_indicators
    inner join studies
        on study_indicators.study_code = studies.study_code
    left join sampled
        on
            study_indicators.study_code = sampled.study_code
            and study_indicators.indicator_code = sampled.indicator_code
)

select * from final
