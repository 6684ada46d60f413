{# Kaiser's rule: a component is worth keeping when it carries more than one indicator does. #}
{% set kept_from = 1 %}
{% set finding = messages([
    message('components.loading', {
        'component': 'component_number',
        'share': 'explained_pct',
        'n_indicators': 'n_indicators',
        'loading': 'loading_text'
    }),
]) %}

with

principal_components as (
    select * from {{ ref('int_indicators__principal_components') }}
),

shares as (
    select
        *,
        eigenvalue / n_indicators as explained_share
    from principal_components
),

cumulative as (
    select
        shares.study_code,
        shares.dimension_code,
        shares.component_number,
        shares.indicator_code,
        {{ exact_sum('parts.explained_share') }} as cumulative_share
    from shares
    inner join shares as parts
        on
            shares.study_code = parts.study_code
            and shares.dimension_code = parts.dimension_code
            and shares.indicator_code = parts.indicator_code
            and shares.component_number >= parts.component_number
    group by
        shares.study_code, shares.dimension_code, shares.component_number, shares.indicator_code
),

described as (
    select
        shares.*,
        cumulative.cumulative_share,
        round(100 * shares.explained_share)::integer as explained_pct,
        case when shares.loading < 0 then '−' else '' end
        || round(abs(shares.loading), 2)::decimal(4, 2) as loading_text
    from shares
    inner join cumulative
        on
            shares.study_code = cumulative.study_code
            and shares.dimension_code = cumulative.dimension_code
            and shares.component_number = cumulative.component_number
            and shares.indicator_code = cumulative.indicator_code
),

spoken as (
    {{ with_words('described', ['indicators']) }}
),

final as (
    select
        study_code::string as study_code,
        dimension_code::string as dimension_code,
        component_number::integer as component_number,
        indicator_code::string as indicator_code,
        loading::double as loading,
        eigenvalue::double as eigenvalue,
        explained_share::double as explained_share,
        cumulative_share::double as cumulative_share,
        (eigenvalue > {{ kept_from }})::boolean as is_large,
        n_indicators::integer as n_indicators,
        {{ told(finding, 'en') }}::string as finding,
        {{ told(finding, 'zh') }}::string as finding_zh
    from spoken
)

select * from final
