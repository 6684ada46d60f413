with

unfolded as (
    {{ nested_rows('int_paths__results', 'model_scales') }}
),

final as (
    select
        {{ contracted() }}
    from unfolded
)

select * from final
