{# The OECD/JRC handbook (2008, step 4) calls an alpha of 0.7 acceptable. #}
{% set acceptable = 0.7 %}

with

dimension_reliability as (
    select * from {{ ref('int_indicators__dimension_reliability') }}
),

components as (
    select
        study_code,
        dimension_code,
        max(eigenvalue / n_indicators) filter (where component_number = 1)
            as first_component_share,
        count(distinct component_number) filter (where eigenvalue > 1) as n_large_components
    from {{ ref('int_indicators__principal_components') }}
    group by study_code, dimension_code
),

described as (
    select
        dimension_reliability.*,
        components.first_component_share,
        coalesce(components.n_large_components, 0) as n_large_components,
        {{ apart('dimension_reliability.cronbach_alpha', (0, acceptable)) }} as alpha_text,
        round(100 * components.first_component_share)::integer as first_pct
    from dimension_reliability
    left join components
        on
            dimension_reliability.study_code = components.study_code
            and dimension_reliability.dimension_code = components.dimension_code
),

final as (
    select
        study_code::varchar as study_code,
        dimension_code::varchar as dimension_code,
        n_indicators::integer as n_indicators,
        n_rows::bigint as n_rows,
        cronbach_alpha::double as cronbach_alpha,
        first_component_share::double as first_component_share,
        n_large_components::integer as n_large_components,
        case
            when n_indicators = 1 then 'One indicator: nothing to compare.'
            when cronbach_alpha is null then 'No alpha: its indicators cancel each other out.'
            else
                case
                    when cronbach_alpha < 0 then 'Its indicators run against each other'
                    when cronbach_alpha < {{ acceptable }} then 'Holds together weakly'
                    else 'Holds together'
                end
                || ': alpha ' || alpha_text || ', the first of ' || n_indicators
                || ' components explains ' || first_pct || ' %'
                || case
                    when n_large_components > 1
                        then
                            ', but ' || n_large_components || ' components carry more than one '
                            || 'indicator does: it measures more than one thing.'
                    else '.'
                end
        end::varchar as finding,
        case
            when n_indicators = 1 then '只有一个指标，无从比较。'
            when cronbach_alpha is null then '指标相互抵消，无法计算α。'
            else
                case
                    when cronbach_alpha < 0 then '各指标方向相反'
                    when cronbach_alpha < {{ acceptable }} then '内部一致性较弱'
                    else '内部一致'
                end
                || '：α为' || alpha_text || '，第一主成分解释' || first_pct || '%'
                || case
                    when n_large_components > 1
                        then
                            '，但有' || n_large_components
                            || '个主成分特征值大于1，所测不止一事。'
                    else '。'
                end
        end::varchar as finding_zh
    from described
)

select * from final
