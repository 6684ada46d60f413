with

unfolded as (
    {{ nested_rows('int_paths__judgements', 'grid') }}
),

final as (
    select
        {{ contracted() }}
    from unfolded
)

select * from final
