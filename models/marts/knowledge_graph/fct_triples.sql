with
triples as (
    select * from {{ ref('int_knowledge_graph__triples') }}
),

final as (
    select
        {{ contracted() }}
    from triples
)

select * from final
