with
entities as (
    select * from {{ ref('int_knowledge_graph__entities') }}
),

triples as (
    select * from {{ ref('int_knowledge_graph__triples') }}
),

ends as (
    select
        study_code,
        head_code as entity_code,
        case when is_role then tail_code end as work_code,
        case when is_role then valid_from end as year
    from triples
    union all
    select
        study_code,
        tail_code as entity_code,
        null::string as work_code,
        null::integer as year
    from triples
),

counted as (
    select
        study_code,
        entity_code,
        count(*) as n_triples,
        nullif(count(distinct work_code), 0) as n_works,
        min(year) as first_year,
        max(year) as last_year
    from ends
    group by study_code, entity_code
),

joined as (
    select
        entities.study_code,
        entities.entity_code,
        entities.entity_name,
        entities.entity_kind,
        entities.region,
        entities.is_name_only,
        entities.is_described,
        coalesce(counted.n_triples, 0) as n_triples,
        counted.n_works,
        counted.first_year,
        counted.last_year
    from entities
    left join counted
        on
            entities.study_code = counted.study_code
            and entities.entity_code = counted.entity_code
),

final as (
    select
        {{ contracted() }}
    from joined
)

select * from final
