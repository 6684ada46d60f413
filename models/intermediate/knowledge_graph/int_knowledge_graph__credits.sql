-- What layers and popularity are made of: roles with entity, position and year.
with
roles as (
    select * from {{ ref('int_knowledge_graph__roles') }}
),

identities as (
    {{ nested_rows('int_knowledge_graph__identities', 'roles') }}
),

final as (
    select
        roles.study_code,
        roles.record_number,
        roles.work_code,
        identities.entity_code,
        roles.relation_code,
        roles.position,
        roles.year
    from roles
    inner join identities
        on
            roles.study_code = identities.study_code
            and roles.record_number = identities.record_number
)

select * from final
