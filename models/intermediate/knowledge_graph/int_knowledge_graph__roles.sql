-- Roles that can be used, each once, numbered so that Python can say of each who is meant.
with
outcomes as (
    select * from {{ ref('int_knowledge_graph__record_outcomes') }}
    where outcome = 'loaded'
),

roles as (
    select * from {{ ref('stg_knowledge_graph__roles') }}
),

relation_names as (
    select * from {{ ref('int_knowledge_graph__relation_names') }}
),

relations as (
    select * from {{ source('knowledge_graph', 'study_graph_relations') }}
),

works as (
    select
        study_code,
        work_code,
        min(year) as year
    from {{ ref('stg_knowledge_graph__works') }}
    group by study_code, work_code
),

final as (
    select
        roles.study_code,
        row_number() over (
            partition by roles.study_code
            order by
                roles.mapping_code, roles.source_file, roles.sheet_name, roles.row_number,
                roles.column_label
        ) as record_number,
        roles.work_code,
        roles.entity_id,
        roles.entity_name,
        relation_names.relation_code,
        relations.from_kind as entity_kind,
        roles.position,
        works.year,
        roles.source_file
    from roles
    inner join outcomes
        on
            roles.study_code = outcomes.study_code
            and roles.mapping_code = outcomes.mapping_code
            and roles.source_file = outcomes.source_file
            and roles.sheet_name = outcomes.sheet_name
            and roles.row_number = outcomes.row_number
            and roles.column_label = outcomes.column_label
    inner join relation_names
        on
            roles.study_code = relation_names.study_code
            and roles.relation_key = relation_names.relation_key
    inner join relations
        on
            relation_names.study_code = relations.study_code
            and relation_names.relation_code = relations.relation_code
    left join works
        on
            roles.study_code = works.study_code
            and roles.work_code = works.work_code
)

select * from final
