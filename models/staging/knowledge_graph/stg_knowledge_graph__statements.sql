with
graph_statements as (
    select * from {{ source('knowledge_graph', 'graph_statements') }}
),

final as (
    select
        study_code,
        mapping_code,
        source_file,
        coalesce(sheet_name, '') as sheet_name,
        row_number,
        column_label,

        statement_kind,
        coalesce(head, '') as head,
        {{ name_key("coalesce(relation_text, '')") }} as relation_key,
        relation_text,
        coalesce(tail, '') as tail,
        {{ first_year_in('date_text') }} as year,
        is_true_text,
        case
            when lower(is_true_text) in ('是', '真', '属实', 'true', 'yes', '1') then true
            when lower(is_true_text) in ('否', '假', '不属实', 'false', 'no', '0') then false
        end as is_true,

        reader_issue,
        reader_detail
    from graph_statements
)

select * from final
