-- Every link leaves one node and enters one; without directions it does both at both ends.
with
links as (
    select
        study_code,
        network_code,
        year,
        count(*) filter (where is_linked) as n_links
    from {{ ref('fct_network_links') }}
    group by study_code, network_code, year
),

nodes as (
    select
        study_code,
        network_code,
        year,
        sum(out_degree) as n_out,
        sum(in_degree) as n_in
    from {{ ref('fct_network_nodes') }}
    group by study_code, network_code, year
),

networks as (
    select * from {{ ref('dim_networks') }}
)

select
    nodes.study_code,
    nodes.network_code,
    nodes.year,
    links.n_links,
    nodes.n_out,
    nodes.n_in
from nodes
inner join networks
    on
        nodes.study_code = networks.study_code
        and nodes.network_code = networks.network_code
left join links
    on
        nodes.study_code = links.study_code
        and nodes.network_code = links.network_code
        and nodes.year = links.year
where
    nodes.n_out != nodes.n_in
    or nodes.n_out != coalesce(links.n_links, 0) * case when networks.is_directed then 1 else 2 end
