-- The vertices of Pajek files; what a table of nodes says of one is found by its label.
with
node_records as (
    select * from {{ ref('int_networks__node_records') }}
    where quarantine_reason is null and not is_repeated
),

vertices as (
    select
        *,
        count(*) over (partition by study_code, network_code, node) as n_of_label
    from node_records
    where vertex is not null
),

described as (
    select * from node_records
    where vertex is null
),

final as (
    select
        vertices.study_code,
        vertices.network_code,
        'vertex ' || vertices.vertex as node_key,
        -- labels need be neither there nor distinct
        case
            when vertices.node = '' then vertices.vertex::varchar
            when vertices.n_of_label > 1 then vertices.node || ' #' || vertices.vertex
            else vertices.node
        end as node_code,
        coalesce(described.node_name, nullif(vertices.node, ''), vertices.vertex::varchar)
            as node_name,
        described.unit_code,
        coalesce(described.node_group, vertices.node_group) as node_group,
        vertices.mode as node_mode
    from vertices
    left join described
        on
            vertices.study_code = described.study_code
            and vertices.network_code = described.network_code
            and vertices.node_key = described.node_key
)

select * from final
