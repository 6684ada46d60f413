with
graph_roles as (
    select * from {{ source('knowledge_graph', 'graph_roles') }}
),

final as (
    select
        study_code,
        mapping_code,
        source_file,
        coalesce(sheet_name, '') as sheet_name,
        row_number,
        column_label,

        coalesce(work, '') as work_code,
        nullif(entity_id, '') as entity_id,
        coalesce(entity_name, '') as entity_name,
        {{ name_key("coalesce(relation_text, '')") }} as relation_key,
        relation_text,
        {{ parse_number('position_text') }} as position,
        coalesce(is_no_name, false) as is_no_name,

        reader_issue,
        reader_detail
    from graph_roles
)

select * from final
