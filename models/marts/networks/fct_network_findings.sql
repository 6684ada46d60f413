{% set parts = {
    'node': 'node_text',
    'other': 'other_text',
    'n': 'n_records::varchar',
    'detail': 'detail_text',
    'year': "coalesce(year::varchar, 'any year')",
} %}

{% set parts_zh = dict(
    parts, detail='detail_text_zh', year="coalesce(year::varchar || '年', '各年')"
) %}

with
findings as (
    select * from {{ ref('int_networks__findings') }}
),

texts as (
    select * from {{ ref('int_networks__finding_texts') }}
),

units as (
    select * from {{ ref('administrative_units') }}
),

study_indicators as (
    select * from {{ ref('stg_config__study_indicators') }}
),

described as (
    select
        findings.*,
        texts.sentence,
        texts.sentence_zh,
        texts.way_out,
        texts.way_out_zh,
        coalesce(node_units.unit_name_zh, findings.node) as node_text,
        coalesce(other_units.unit_name_zh, findings.other_node) as other_text,
        case
            when findings.finding_code like 'city_%'
                then ' It may mean ' || findings.detail || '.'
            else findings.detail
        end as detail_text,
        -- of a mass, the indicator by its name, and its value
        case
            when findings.finding_code like 'city_%' then '可能为' || findings.detail || '。'
            when study_indicators.indicator_code is not null
                then
                    study_indicators.indicator_name_zh
                    || substr(findings.detail, length(study_indicators.indicator_code) + 1)
            else findings.detail
        end as detail_text_zh
    from findings
    inner join texts
        on findings.finding_code = texts.finding_code
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

final as (
    select
        study_code::varchar as study_code,
        network_code::varchar as network_code,
        finding_number::integer as finding_number,
        year::integer as year,
        finding_code::varchar as finding_code,
        node::varchar as node_code,
        other_node::varchar as other_node_code,
        n_records::bigint as n_records,
        {{ fill_in('sentence', parts) }}::varchar as finding,
        {{ fill_in('sentence_zh', parts_zh) }}::varchar as finding_zh,
        way_out::varchar as way_out,
        way_out_zh::varchar as way_out_zh
    from described
)

select * from final
