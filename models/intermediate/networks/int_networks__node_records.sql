-- Every line of a table of nodes and every vertex, and what is wrong with it. Two lines about one
-- node that say the same are one; two that contradict each other are both set aside.
with
networks as (
    select * from {{ ref('stg_networks__networks') }}
),

nodes as (
    select * from {{ ref('stg_networks__nodes') }}
),

units as (
    select * from {{ ref('int_units__names') }}
),

joined as (
    select
        nodes.*,
        coalesce(nodes.node_name, '') || '|' || nodes.city || '|' || coalesce(nodes.node_group, '')
            as says,
        units.unit_code,
        coalesce(units.unit_status, 'none') as unit_status,
        units.candidates
    from nodes
    inner join networks
        on
            nodes.study_code = networks.study_code
            and nodes.network_code = networks.network_code
    left join units
        on
            {{ names_unit('nodes', 'city', 'units') }}
),

compared as (
    select
        *,
        row_number() over (
            partition by study_code, network_code, node_key, vertex
            order by source_file, sheet_name, row_number
        ) as place,
        min(says) over (partition by study_code, network_code, node_key, vertex)
        != max(says) over (partition by study_code, network_code, node_key, vertex)
            as is_contradicting
    from joined
),

final as (
    select
        study_code,
        network_code,
        source_file,
        sheet_name,
        row_number,
        column_label,
        node,
        node_key,
        vertex,
        mode,
        node_name,
        city,
        node_group,
        case when unit_status = 'resolved' then unit_code end as unit_code,
        unit_status,
        candidates,
        reader_detail,
        case
            when reader_issue is not null then reader_issue
            when vertex is null and node = '' then 'endpoint_missing'
            when is_contradicting then 'conflicting_node'
        end as quarantine_reason,
        place > 1 as is_repeated
    from compared
)

select * from final
