with
network_nodes as (
    select * from {{ source('networks', 'network_nodes') }}
),

final as (
    select
        study_code,
        network_code,
        source_file,
        coalesce(sheet_name, '') as sheet_name,
        row_number,
        column_label,

        coalesce(node, '') as node,
        {{ name_key("coalesce(node, '')") }} as node_key,
        vertex,
        mode,
        nullif(node_name, '') as node_name,
        coalesce(city, '') as city,
        nullif(node_group, '') as node_group,

        reader_issue,
        reader_detail
    from network_nodes
)

select * from final
