with

found as (
    {{ nested_rows('int_knowledge_graph__judgements', 'candidates') }}
),

final as (
    select
        {{ contracted() }}
    from found
)

select * from final
