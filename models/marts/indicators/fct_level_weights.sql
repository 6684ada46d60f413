with

weights as (
    {{ nested_rows('int_indicators__composite', 'weights') }}
),

final as (
    select
        {{ contracted() }}
    from weights
)

select * from final
