with

unfolded as (
    {{ nested_rows('int_paths__judgements', 'contributions') }}
),

final as (
    select
        {{ contracted() }}
    from unfolded
)

select * from final
