with

found as (
    {{ nested_rows('int_knowledge_graph__judgements', 'reliability') }}
),

final as (
    select
        {{ contracted() }}
    from found
)

select * from final
