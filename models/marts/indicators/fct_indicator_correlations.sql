{# As in fct_indicator_coherence. #}
{% set twin = 0.95 %}

with

correlations as (
    select * from {{ ref('int_indicators__correlations') }}
),

final as (
    select
        study_code::varchar as study_code,
        indicator_code::varchar as indicator_code,
        other_indicator_code::varchar as other_indicator_code,
        correlation::double as correlation,
        n::bigint as n,
        case
            when correlation is null then 'One of the two does not vary.'
            when correlation >= {{ twin }}
                then
                    'They say nearly the same (' || {{ decimals('correlation') }} || '): one of '
                    || 'them counts twice.'
            when correlation <= -{{ twin }}
                then
                    'They say nearly the opposite (' || {{ decimals('correlation') }} || '): they '
                    || 'cancel each other out.'
        end::varchar as finding,
        case
            when correlation is null then '其中一个指标没有变化。'
            when correlation >= {{ twin }}
                then '两者几乎相同（' || {{ decimals('correlation') }} || '），相当于重复计算。'
            when correlation <= -{{ twin }}
                then '两者几乎相反（' || {{ decimals('correlation') }} || '），相互抵消。'
        end::varchar as finding_zh
    from correlations
    where indicator_code <> other_indicator_code
)

select * from final
