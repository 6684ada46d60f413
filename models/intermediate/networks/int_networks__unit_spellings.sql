-- Every text that shall name a unit. The blank in the code keeps networks apart from mappings.
{{ config(materialized='view') }}

with
networks as (
    select * from {{ ref('stg_networks__networks') }}
),

links as (
    select * from {{ ref('stg_networks__links') }}
),

nodes as (
    select * from {{ ref('stg_networks__nodes') }}
    where city != ''
),

distances as (
    select * from {{ ref('stg_networks__distances') }}
),

unit_links as (
    select links.*
    from links
    inner join networks
        on
            links.study_code = networks.study_code
            and links.network_code = networks.network_code
    where networks.node_kind = 'units'
),

spellings as (
    select
        study_code,
        network_code,
        node_a as unit_name
    from unit_links
    union all
    select
        study_code,
        network_code,
        node_b as unit_name
    from unit_links
    union all
    select
        study_code,
        network_code,
        city as unit_name
    from nodes
    union all
    select
        study_code,
        network_code,
        unit_a as unit_name
    from distances
    union all
    select
        study_code,
        network_code,
        unit_b as unit_name
    from distances
),

final as (
    select distinct
        study_code,
        'network ' || network_code as mapping_code,
        unit_name
    from spellings
)

select * from final
