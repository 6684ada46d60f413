{% set parts = {
    'node': 'node_text',
    'other': 'other_text',
    'n': 'n_records::varchar',
    'detail': 'detail_text',
} %}

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

described as (
    select
        findings.*,
        texts.sentence,
        texts.sentence_zh,
        texts.way_out,
        coalesce(node_units.unit_name_zh, findings.node) as node_text,
        coalesce(other_units.unit_name_zh, findings.other_node) as other_text,
        case
            when findings.finding_code like 'city_%'
                then ' It may mean ' || findings.detail || '.'
            else findings.detail
        end as detail_text
    from findings
    inner join texts
        on findings.finding_code = texts.finding_code
    left join units as node_units
        on findings.node = node_units.unit_code
    left join units as other_units
        on findings.other_node = other_units.unit_code
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
        {{ fill_in('sentence', dict(parts, year="coalesce(year::varchar, 'any year')")) }}::varchar
            as finding,
        {{ fill_in('sentence_zh', dict(parts, year="coalesce(year::varchar, '各年')")) }}::varchar
            as finding_zh,
        way_out::varchar as way_out
    from described
)

select * from final
