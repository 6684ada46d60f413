with

unfolded as (
    {{ nested_rows('int_paths__results', 'sample_contributions') }}
),

final as (
    select
        {{ contracted() }}
    from unfolded
)

select * from final
