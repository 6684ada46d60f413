-- What is odd about lines of links that were read: counted per network and year, with one of them.
with
networks as (
    select * from {{ ref('int_networks__networks') }}
),

link_records as (
    select * from {{ ref('int_networks__link_records') }}
    where quarantine_reason is null and not is_out_of_scope
),

nodes as (
    select * from {{ ref('int_networks__nodes') }}
),

-- between units many lines belong to one pair: nothing odd
table_links as (
    select table_links.*
    from {{ ref('int_networks__table_links') }} as table_links
    inner join networks
        on
            table_links.study_code = networks.study_code
            and table_links.network_code = networks.network_code
    where not networks.is_by_unit
),

placed as (
    select
        link_records.study_code,
        link_records.network_code,
        link_records.year,
        link_records.node_a,
        link_records.node_b,
        link_records.frequency,
        link_records.is_network_year,
        link_records.key_a = link_records.key_b as is_loop,
        networks.is_by_unit and (from_nodes.unit_code is null or to_nodes.unit_code is null)
            as is_without_unit,
        networks.is_by_unit
        and from_nodes.unit_code = to_nodes.unit_code
        and link_records.key_a != link_records.key_b as is_within_unit
    from link_records
    inner join networks
        on
            link_records.study_code = networks.study_code
            and link_records.network_code = networks.network_code
    left join nodes as from_nodes
        on
            link_records.study_code = from_nodes.study_code
            and link_records.network_code = from_nodes.network_code
            and link_records.key_a = from_nodes.node_key
    left join nodes as to_nodes
        on
            link_records.study_code = to_nodes.study_code
            and link_records.network_code = to_nodes.network_code
            and link_records.key_b = to_nodes.node_key
),

marked as (
    select
        *,
        case
            when not is_network_year then 'outside_years'
            when is_loop then 'self_loop'
            when frequency = 0 then 'zero_link'
            when is_without_unit then 'node_without_unit'
            when is_within_unit then 'link_within_unit'
        end as finding_code
    from placed
),

odd as (
    select
        study_code,
        network_code,
        year,
        finding_code,
        min(node_a) as node,
        min_by(node_b, node_a || ' ' || node_b) as other_node,
        count(*) as n_records,
        null::string as detail
    from marked
    where finding_code is not null
    group by study_code, network_code, year, finding_code
),

repeated as (
    select
        study_code,
        network_code,
        year,
        'duplicate_link' as finding_code,
        min(from_node) as node,
        min_by(to_node, from_node || ' ' || to_node) as other_node,
        sum(n_records - 1)::bigint as n_records,
        count(*)::string as detail
    from table_links
    where n_records > 1
    group by study_code, network_code, year
),

final as (
    select * from odd
    union all
    select * from repeated
)

select * from final
