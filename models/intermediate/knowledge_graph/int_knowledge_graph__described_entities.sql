-- People and institutions that a table describes: of lines that disagree, the first.
with
entities as (
    select * from {{ ref('stg_knowledge_graph__entities') }}
),

final as (
    select
        study_code,
        entity_code,
        entity_name,
        entity_kind,
        region,
        born_year,
        died_year
    from entities
    where reader_issue is null and entity_code != '' and entity_name != ''
    qualify row_number() over (
        partition by study_code, entity_code
        order by mapping_code, source_file, sheet_name, row_number
    ) = 1
)

select * from final
