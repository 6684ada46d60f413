-- Nodes without links, and nodes that the table of nodes does not know.
with
node_records as (
    select * from {{ ref('int_networks__node_records') }}
    where quarantine_reason is null and not is_repeated
),

nodes as (
    select * from {{ ref('int_networks__nodes') }}
),

node_years as (
    select * from {{ ref('int_networks__node_years') }}
),

links as (
    select * from {{ ref('int_networks__links') }}
    where is_linked
),

with_table as (
    select distinct
        study_code,
        network_code
    from node_records
    where vertex is null
),

ends as (
    select
        study_code,
        network_code,
        year,
        from_node as node_code
    from links
    union
    select
        study_code,
        network_code,
        year,
        to_node as node_code
    from links
),

isolated as (
    select
        node_years.study_code,
        node_years.network_code,
        node_years.year,
        'isolated_node' as finding_code,
        min(node_years.node_code) as node,
        null::string as other_node,
        count(*) as n_records,
        null::string as detail
    from node_years
    left join ends
        on
            node_years.study_code = ends.study_code
            and node_years.network_code = ends.network_code
            and node_years.year = ends.year
            and node_years.node_code = ends.node_code
    where ends.node_code is null
    group by node_years.study_code, node_years.network_code, node_years.year
),

unlisted as (
    select
        nodes.study_code,
        nodes.network_code,
        null::integer as year,
        'node_unlisted' as finding_code,
        min(nodes.node_code) as node,
        null::string as other_node,
        count(*) as n_records,
        null::string as detail
    from nodes
    inner join with_table
        on
            nodes.study_code = with_table.study_code
            and nodes.network_code = with_table.network_code
    where not nodes.is_listed
    group by nodes.study_code, nodes.network_code
),

final as (
    select * from isolated
    union all
    select * from unlisted
)

select * from final
