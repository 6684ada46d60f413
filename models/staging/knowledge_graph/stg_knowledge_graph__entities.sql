with
graph_entities as (
    select * from {{ source('knowledge_graph', 'graph_entities') }}
),

final as (
    select
        study_code,
        mapping_code,
        source_file,
        coalesce(sheet_name, '') as sheet_name,
        row_number,
        column_label,

        coalesce(entity, '') as entity_code,
        coalesce(entity_name, '') as entity_name,
        kind_text,
        case
            when kind_text in ('人物', '人员', '个人', '艺人') or kind_text is null then 'person'
            when kind_text in ('机构', '公司', '企业', '单位') then 'institution'
            else lower(trim(kind_text))
        end as entity_kind,
        nullif(region, '') as region,
        {{ first_year_in('born_text') }} as born_year,
        {{ first_year_in('died_text') }} as died_year,

        reader_issue,
        reader_detail
    from graph_entities
)

select * from final
