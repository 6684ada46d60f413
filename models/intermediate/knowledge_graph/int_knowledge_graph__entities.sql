-- Everything that can be an end of a triple: people, institutions, works, genres, regions.
with
identities as (
    {{ nested_rows('int_knowledge_graph__identities', 'entities') }}
),

described as (
    select * from {{ ref('int_knowledge_graph__described_entities') }}
),

works as (
    select
        study_code,
        work_code,
        min(title) as title
    from {{ ref('stg_knowledge_graph__works') }}
    where work_code != ''
    group by study_code, work_code
),

role_works as (
    select distinct
        study_code,
        work_code
    from {{ ref('int_knowledge_graph__roles') }}
),

features as (
    select distinct
        study_code,
        relation_code,
        feature
    from {{ source('knowledge_graph', 'graph_features') }}
),

facts as (
    select * from {{ ref('int_knowledge_graph__statements') }}
    where statement_kind = 'fact'
),

relations as (
    select * from {{ source('knowledge_graph', 'study_graph_relations') }}
),

fact_ends as (
    select
        facts.study_code,
        facts.head_code as entity_code,
        relations.from_kind as entity_kind
    from facts
    inner join relations
        on facts.study_code = relations.study_code and facts.relation_code = relations.relation_code
    union all
    select
        facts.study_code,
        facts.tail_code as entity_code,
        relations.to_kind as entity_kind
    from facts
    inner join relations
        on facts.study_code = relations.study_code and facts.relation_code = relations.relation_code
),

combined as (
    select
        1 as priority,
        identities.study_code,
        identities.entity_code,
        identities.entity_name,
        identities.entity_kind,
        identities.is_name_only,
        identities.is_described
    from identities
    union all
    select
        2 as priority,
        role_works.study_code,
        role_works.work_code as entity_code,
        coalesce(works.title, role_works.work_code) as entity_name,
        'work' as entity_kind,
        false as is_name_only,
        works.work_code is not null as is_described
    from role_works
    left join works
        on role_works.study_code = works.study_code and role_works.work_code = works.work_code
    union all
    select
        3 as priority,
        study_code,
        work_code as entity_code,
        coalesce(title, work_code) as entity_name,
        'work' as entity_kind,
        false as is_name_only,
        true as is_described
    from works
    union all
    select
        4 as priority,
        study_code,
        replace(relation_code, 'has_', '') || ':' || feature as entity_code,
        feature as entity_name,
        replace(relation_code, 'has_', '') as entity_kind,
        false as is_name_only,
        false as is_described
    from features
    union all
    select
        5 as priority,
        study_code,
        entity_code,
        entity_code as entity_name,
        min(entity_kind) as entity_kind,
        false as is_name_only,
        false as is_described
    from fact_ends
    group by study_code, entity_code
),

final as (
    select
        combined.study_code,
        combined.entity_code,
        combined.entity_name,
        combined.entity_kind,
        combined.is_name_only,
        combined.is_described,
        described.region,
        described.born_year,
        described.died_year
    from combined
    left join described
        on
            combined.study_code = described.study_code
            and combined.entity_code = described.entity_code
    qualify row_number() over (
        partition by combined.study_code, combined.entity_code
        order by combined.priority, combined.entity_kind
    ) = 1
)

select * from final
