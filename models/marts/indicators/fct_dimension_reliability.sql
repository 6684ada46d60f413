{# The OECD/JRC handbook (2008, step 4) calls an alpha of 0.7 acceptable. #}
{% set acceptable = 0.7 %}
{% set verdict = messages([
    message('reliability.against', when='cronbach_alpha < 0'),
    message(
        'reliability.weak', when='cronbach_alpha >= 0 and cronbach_alpha < ' ~ acceptable
    ),
    message('reliability.together', when='cronbach_alpha >= ' ~ acceptable),
]) %}
{% set measured = {
    'verdict': ['verdict_zh', 'verdict_en'],
    'alpha': 'alpha_text',
    'n_indicators': 'n_indicators',
    'share': 'first_pct'
} %}
{% set is_known = 'n_indicators > 1 and cronbach_alpha is not null' %}
{% set finding = messages([
    message('reliability.one_indicator', when='n_indicators = 1'),
    message('reliability.cancelled', when='n_indicators > 1 and cronbach_alpha is null'),
    message('reliability.one_thing', measured, when=is_known ~ ' and n_large_components <= 1'),
    message(
        'reliability.several_things', dict(measured, n_components='n_large_components'),
        when=is_known ~ ' and n_large_components > 1'
    ),
]) %}

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

spoken as (
    {{ with_words('described', ['indicators']) }}
),

judged as (
    select
        *,
        {{ told(verdict, 'zh') }} as verdict_zh,
        {{ told(verdict, 'en') }} as verdict_en
    from spoken
),

-- once for both languages: what is planned twice takes twice as long
found as (
    select
        *,
        {{ finding }} as finding_said
    from judged
),

final as (
    select
        study_code::string as study_code,
        dimension_code::string as dimension_code,
        n_indicators::integer as n_indicators,
        n_rows::bigint as n_rows,
        cronbach_alpha::double as cronbach_alpha,
        first_component_share::double as first_component_share,
        n_large_components::integer as n_large_components,
        {{ told('finding_said', 'en') }}::string as finding,
        {{ told('finding_said', 'zh') }}::string as finding_zh
    from found
)

select * from final
