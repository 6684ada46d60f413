-- Which node is in which network in which year. A unit without mass is not in a gravity network;
-- a node without links is in its network all the same.
with
networks as (
    select * from {{ ref('int_networks__networks') }}
),

years as (
    select * from {{ ref('int_networks__years') }}
),

nodes as (
    select * from {{ ref('int_networks__nodes') }}
),

study_units as (
    select * from {{ source('config', 'study_units') }}
),

units as (
    select * from {{ ref('int_units__registered') }}
),

unit_masses as (
    select * from {{ ref('int_networks__unit_masses') }}
),

kept_nodes as (
    select
        nodes.study_code,
        nodes.network_code,
        nodes.node_code,
        nodes.node_name,
        nodes.unit_code,
        nodes.node_group,
        nodes.node_mode
    from nodes
    inner join networks
        on
            nodes.study_code = networks.study_code
            and nodes.network_code = networks.network_code
    where not networks.is_by_unit
    union all
    select
        networks.study_code,
        networks.network_code,
        study_units.unit_code as node_code,
        units.unit_name_zh as node_name,
        study_units.unit_code,
        null::string as node_group,
        null::integer as node_mode
    from networks
    inner join study_units
        on networks.study_code = study_units.study_code
    inner join units
        on study_units.unit_code = units.unit_code
    where networks.is_by_unit
),

final as (
    select
        years.study_code,
        years.network_code,
        years.year,
        kept_nodes.node_code,
        kept_nodes.node_name,
        kept_nodes.unit_code,
        kept_nodes.node_group,
        kept_nodes.node_mode,
        networks.network_kind,
        count(*) over (partition by years.study_code, years.network_code, years.year) as n_nodes
    from years
    inner join networks
        on
            years.study_code = networks.study_code
            and years.network_code = networks.network_code
    inner join kept_nodes
        on
            years.study_code = kept_nodes.study_code
            and years.network_code = kept_nodes.network_code
    left join unit_masses
        on
            years.study_code = unit_masses.study_code
            and years.network_code = unit_masses.network_code
            and years.year = unit_masses.year
            and kept_nodes.node_code = unit_masses.unit_code
    where networks.network_kind != 'gravity' or unit_masses.unit_code is not null
)

select * from final
