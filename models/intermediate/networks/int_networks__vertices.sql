-- The vertices of Pajek files; what a table of nodes says of one is found by its label.
with
node_records as (
    select * from {{ ref('int_networks__node_records') }}
    where quarantine_reason is null and not is_repeated
),

-- labels need be neither there nor distinct, and one may be the number of another vertex
labelled as (
    select
        *,
        coalesce(nullif(node, ''), vertex::varchar) as label
    from node_records
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

vertices as (
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
    select * from node_records
    where vertex is null
),

final as (
    select
        vertices.study_code,
        vertices.network_code,
        'vertex ' || vertices.vertex as node_key,
        vertices.node_code,
        coalesce(described.node_name, vertices.label) as node_name,
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
