{# As in fct_indicator_coherence. #}
{% set twin = 0.95 %}
{% set same = {'correlation': decimals('correlation')} %}
{% set finding = messages([
    message('correlations.constant', when='correlation is null'),
    message('correlations.same', same, when='correlation >= ' ~ twin),
    message('correlations.opposite', same, when='correlation <= -' ~ twin),
]) %}

with

correlations as (
    select * from {{ ref('int_indicators__correlations') }}
),

spoken as (
    {{ with_words('correlations', ['indicators']) }}
),

final as (
    select
        study_code::string as study_code,
        indicator_code::string as indicator_code,
        other_indicator_code::string as other_indicator_code,
        correlation::double as correlation,
        n::bigint as n,
        {{ told(finding, 'en') }}::string as finding,
        {{ told(finding, 'zh') }}::string as finding_zh
    from spoken
    where indicator_code <> other_indicator_code
)

select * from final
