-- The nodes of every network whatever the year: the units of the study, the vertices of its Pajek
-- file, or the lines of its table of nodes; and those that only links name.
with
networks as (
    select * from {{ ref('stg_networks__networks') }}
),

study_units as (
    select * from {{ ref('stg_config__study_units') }}
),

administrative_units as (
    select * from {{ ref('administrative_units') }}
),

vertices as (
    select * from {{ ref('int_networks__vertices') }}
),

node_records as (
    select * from {{ ref('int_networks__node_records') }}
    where quarantine_reason is null and not is_repeated and vertex is null
),

named_by_links as (
    select * from {{ ref('int_networks__linked_nodes') }}
),

tabled as (
    select
        coalesce(node_records.study_code, named_by_links.study_code) as study_code,
        coalesce(node_records.network_code, named_by_links.network_code) as network_code,
        coalesce(node_records.node_key, named_by_links.node_key) as node_key,
        coalesce(node_records.node, named_by_links.node) as node_code,
        coalesce(node_records.node_name, node_records.node, named_by_links.node) as node_name,
        node_records.unit_code,
        node_records.node_group,
        node_records.node_key is not null as is_listed
    from node_records
    full outer join named_by_links
        on
            node_records.study_code = named_by_links.study_code
            and node_records.network_code = named_by_links.network_code
            and node_records.node_key = named_by_links.node_key
),

final as (
    select
        networks.study_code,
        networks.network_code,
        study_units.unit_code as node_key,
        study_units.unit_code as node_code,
        administrative_units.unit_name_zh as node_name,
        study_units.unit_code,
        null::varchar as node_group,
        null::integer as node_mode,
        true as is_listed
    from networks
    inner join study_units
        on networks.study_code = study_units.study_code
    inner join administrative_units
        on study_units.unit_code = administrative_units.unit_code
    where networks.node_kind = 'units'
    union all
    select
        vertices.study_code,
        vertices.network_code,
        vertices.node_key,
        vertices.node_code,
        vertices.node_name,
        vertices.unit_code,
        vertices.node_group,
        vertices.node_mode,
        true as is_listed
    from vertices
    inner join networks
        on
            vertices.study_code = networks.study_code
            and vertices.network_code = networks.network_code
    where networks.node_kind = 'table'
    union all
    select
        tabled.study_code,
        tabled.network_code,
        tabled.node_key,
        tabled.node_code,
        tabled.node_name,
        tabled.unit_code,
        tabled.node_group,
        null::integer as node_mode,
        tabled.is_listed
    from tabled
    inner join networks
        on
            tabled.study_code = networks.study_code
            and tabled.network_code = networks.network_code
    where networks.network_kind = 'links' and networks.node_kind = 'table'
)

select * from final
