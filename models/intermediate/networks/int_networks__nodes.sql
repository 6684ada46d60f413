-- The nodes of every network whatever the year: the units of the study, the vertices of its Pajek
-- file, or the lines of its table of nodes; and those that only links name.
with

networks as (
    select * from {{ ref('stg_networks__networks') }}
),

study_units as (
    select * from {{ source('config', 'study_units') }}
),

units as (
    select * from {{ ref('int_units__registered') }}
),

node_records as (
    select * from {{ ref('int_networks__node_records') }}
    where quarantine_reason is null and not is_repeated and vertex is null
),

kept_records as (
    select * from {{ ref('int_networks__node_records') }}
    where quarantine_reason is null and not is_repeated
),

resolved_networks as (
    select * from {{ ref('int_networks__networks') }}
),

link_records as (
    select * from {{ ref('int_networks__link_records') }}
    where quarantine_reason is null and not is_out_of_scope
),

ends as (
    select
        study_code,
        network_code,
        key_a as node_key,
        node_a as node
    from link_records
    union all
    select
        study_code,
        network_code,
        key_b as node_key,
        node_b as node
    from link_records
),

-- The nodes that tables of links name, in the first of the spellings that mean the same.
named_by_links as (
    select
        ends.study_code,
        ends.network_code,
        ends.node_key,
        min(ends.node) as node
    from ends
    inner join resolved_networks
        on
            ends.study_code = resolved_networks.study_code
            and ends.network_code = resolved_networks.network_code
    where resolved_networks.network_kind = 'links' and resolved_networks.node_kind = 'table'
    group by ends.study_code, ends.network_code, ends.node_key
),

-- labels need be neither there nor distinct, and one may be the number of another vertex
labelled as (
    select
        *,
        coalesce(nullif(node, ''), vertex::string) as label
    from kept_records
    where vertex is not null
),

numbered as (
    select
        *,
        case
            when count(*) over (partition by study_code, network_code, label) > 1
                then label || ' #' || vertex
            else label
        end as numbered_label
    from labelled
),

coded as (
    select
        *,
        -- 'a #2' may be the label of a third one
        case
            when count(*) over (partition by study_code, network_code, numbered_label) > 1
                then numbered_label || ' #' || vertex
            else numbered_label
        end as node_code
    from numbered
),

described as (
    select * from kept_records
    where vertex is null
),

-- The vertices of Pajek files; what a table of nodes says of one is found by its label.
vertices as (
    select
        coded.study_code,
        coded.network_code,
        'vertex ' || coded.vertex as node_key,
        coded.node_code,
        coalesce(described.node_name, coded.label) as node_name,
        described.unit_code,
        coalesce(described.node_group, coded.node_group) as node_group,
        coded.mode as node_mode
    from coded
    left join described
        on
            coded.study_code = described.study_code
            and coded.network_code = described.network_code
            and coded.node_key = described.node_key
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
        units.unit_name_zh as node_name,
        study_units.unit_code,
        null::string as node_group,
        null::integer as node_mode,
        true as is_listed
    from networks
    inner join study_units
        on networks.study_code = study_units.study_code
    inner join units
        on study_units.unit_code = units.unit_code
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
