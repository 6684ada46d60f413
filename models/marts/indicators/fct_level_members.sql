with

members as (
    {{ nested_rows('int_indicators__composite', 'members') }}
),

final as (
    select
        {{ contracted() }}
    from members
)

select * from final
