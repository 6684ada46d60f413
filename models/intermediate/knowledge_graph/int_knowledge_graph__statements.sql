-- Triples that a table states; an end that one entity of the graph has as name means that entity.
with
statements as (
    select * from {{ ref('stg_knowledge_graph__statements') }}
    where reader_issue is null and head != '' and tail != ''
),

relation_names as (
    select * from {{ ref('int_knowledge_graph__relation_names') }}
),

relations as (
    select * from {{ source('knowledge_graph', 'study_graph_relations') }}
),

identities as (
    {{ nested_rows('int_knowledge_graph__identities', 'entities') }}
),

names as (
    select
        study_code,
        entity_kind,
        entity_name,
        min(entity_code) as entity_code
    from identities
    group by study_code, entity_kind, entity_name
    having count(*) = 1
),

codes as (
    select
        study_code,
        entity_code
    from identities
),

final as (
    select
        statements.study_code,
        statements.mapping_code,
        statements.row_number,
        statements.statement_kind,
        relation_names.relation_code,
        statements.year,
        statements.is_true,
        statements.source_file,
        case
            when head_codes.entity_code is not null then statements.head
            else coalesce(heads.entity_code, statements.head)
        end as head_code,
        case
            when tail_codes.entity_code is not null then statements.tail
            else coalesce(tails.entity_code, statements.tail)
        end as tail_code
    from statements
    inner join relation_names
        on
            statements.study_code = relation_names.study_code
            and statements.relation_key = relation_names.relation_key
    inner join relations
        on
            relation_names.study_code = relations.study_code
            and relation_names.relation_code = relations.relation_code
    left join codes as head_codes
        on
            statements.study_code = head_codes.study_code
            and statements.head = head_codes.entity_code
    left join codes as tail_codes
        on
            statements.study_code = tail_codes.study_code
            and statements.tail = tail_codes.entity_code
    left join names as heads
        on
            statements.study_code = heads.study_code
            and relations.from_kind = heads.entity_kind
            and statements.head = heads.entity_name
    left join names as tails
        on
            statements.study_code = tails.study_code
            and relations.to_kind = tails.entity_kind
            and statements.tail = tails.entity_name
)

select * from final
where statement_kind != 'label' or is_true is not null
