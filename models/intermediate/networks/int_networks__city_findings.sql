-- Nodes whose city names no unit of the study, and relations that were added up.
with
networks as (
    select * from {{ ref('int_networks__networks') }}
),

node_records as (
    select * from {{ ref('int_networks__node_records') }}
    where quarantine_reason is null and not is_repeated and city != ''
),

cities as (
    select
        study_code,
        network_code,
        null::integer as year,
        case unit_status
            when 'unknown' then 'city_unknown'
            when 'ambiguous' then 'city_ambiguous'
            else 'city_out_of_scope'
        end as finding_code,
        city as node,
        null::string as other_node,
        count(*) as n_records,
        min(candidates) as detail
    from node_records
    where unit_status in ('unknown', 'ambiguous', 'out_of_scope')
    group by study_code, network_code, unit_status, city
),

relations as (
    select
        study_code,
        network_code,
        null::integer as year,
        'relations_added_up' as finding_code,
        null::string as node,
        null::string as other_node,
        n_relations as n_records,
        null::string as detail
    from networks
    where n_relations > 1
),

final as (
    select * from cities
    union all
    select * from relations
)

select * from final
