{% set codes = [
    'mass_missing', 'mass_negative', 'mass_zero', 'coordinates_missing', 'distance_missing',
    'distance_zero', 'income_gap_floored', 'self_loop', 'zero_link', 'duplicate_link',
    'outside_years', 'node_without_unit', 'link_within_unit', 'isolated_node', 'empty_network',
    'node_unlisted', 'city_unknown', 'city_ambiguous', 'city_out_of_scope', 'relations_added_up'
] %}
{% set year = messages([
    message('network_findings.one_year', {'year': 'year'}, when='year is not null'),
    message('network_findings.any_year', when='year is null'),
]) %}
{% set finding = messages([
    message('network_findings', {
        'node': 'node_text',
        'other': 'other_text',
        'n': 'n_records',
        'detail': ['detail_text_zh', 'detail'],
        'year': [told(year, 'zh'), told(year, 'en')]
    }, by='finding_code', values=codes),
    message(
        'network_findings.may_mean', {'units': 'detail'},
        when="detail is not null and finding_code in ('city_unknown', 'city_ambiguous')"
    ),
]) %}
{% set way_out = messages([
    message('network_ways_out', by='finding_code', values=codes),
]) %}

with
findings as (
    select * from {{ ref('int_networks__findings') }}
),

units as (
    select * from {{ ref('int_units__registered') }}
),

study_indicators as (
    select * from {{ ref('stg_config__study_indicators') }}
),

described as (
    select
        findings.*,
        coalesce(node_units.unit_name_zh, findings.node) as node_text,
        coalesce(other_units.unit_name_zh, findings.other_node) as other_text,
        -- of a mass, the indicator by its name, and its value
        case
            when study_indicators.indicator_code is not null
                then
                    study_indicators.indicator_name_zh
                    || substr(findings.detail, length(study_indicators.indicator_code) + 1)
            else findings.detail
        end as detail_text_zh
    from findings
    left join units as node_units
        on findings.node = node_units.unit_code
    left join units as other_units
        on findings.other_node = other_units.unit_code
    left join study_indicators
        on
            findings.study_code = study_indicators.study_code
            and findings.finding_code like 'mass_%'
            and split_part(findings.detail, ' ', 1) = study_indicators.indicator_code
),

spoken as (
    {{ with_words('described', ['networks']) }}
),

final as (
    select
        study_code::string as study_code,
        network_code::string as network_code,
        finding_number::integer as finding_number,
        year::integer as year,
        finding_code::string as finding_code,
        node::string as node_code,
        other_node::string as other_node_code,
        n_records::bigint as n_records,
        {{ told(finding, 'en') }}::string as finding,
        {{ told(finding, 'zh') }}::string as finding_zh,
        {{ told(way_out, 'en') }}::string as way_out,
        {{ told(way_out, 'zh') }}::string as way_out_zh
    from spoken
)

select * from final
