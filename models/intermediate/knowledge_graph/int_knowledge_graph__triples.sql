-- Every triple once: roles, what works have by themselves, and facts that a table states.
with
roles as (
    select * from {{ ref('int_knowledge_graph__roles') }}
),

identities as (
    {{ nested_rows('int_knowledge_graph__identities', 'roles') }}
),

features as (
    select * from {{ source('knowledge_graph', 'graph_features') }}
),

works as (
    select
        study_code,
        work_code,
        min(year) as year,
        min(source_file) as source_file
    from {{ ref('stg_knowledge_graph__works') }}
    group by study_code, work_code
),

statements as (
    select * from {{ ref('int_knowledge_graph__statements') }}
    where statement_kind = 'fact'
),

combined as (
    select
        roles.study_code,
        identities.entity_code as head_code,
        roles.relation_code,
        roles.work_code as tail_code,
        roles.year as valid_from,
        roles.position,
        true as is_role,
        'role' as triple_source,
        roles.source_file
    from roles
    inner join identities
        on
            roles.study_code = identities.study_code
            and roles.record_number = identities.record_number
    union all
    select
        features.study_code,
        features.work as head_code,
        features.relation_code,
        replace(features.relation_code, 'has_', '') || ':' || features.feature as tail_code,
        works.year as valid_from,
        null::double as position,
        false as is_role,
        'feature' as triple_source,
        works.source_file
    from features
    left join works
        on
            features.study_code = works.study_code
            and features.work = works.work_code
    union all
    select
        study_code,
        head_code,
        relation_code,
        tail_code,
        year as valid_from,
        null::double as position,
        true as is_role,
        'fact' as triple_source,
        source_file
    from statements
),

final as (
    select
        study_code,
        head_code,
        relation_code,
        tail_code,
        min(valid_from) as valid_from,
        min(position) as position,
        bool_or(is_role) as is_role,
        min(triple_source) as triple_source,
        min(source_file) as source_file,
        count(*)::integer as n_records
    from combined
    group by study_code, head_code, relation_code, tail_code
)

select * from final
