-- The nodes that tables of links name, in the first of the spellings that mean the same.
with
networks as (
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

final as (
    select
        ends.study_code,
        ends.network_code,
        ends.node_key,
        min(ends.node) as node
    from ends
    inner join networks
        on
            ends.study_code = networks.study_code
            and ends.network_code = networks.network_code
    where networks.network_kind = 'links' and networks.node_kind = 'table'
    group by ends.study_code, ends.network_code, ends.node_key
)

select * from final
