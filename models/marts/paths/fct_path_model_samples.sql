with

unfolded as (
    {{ nested_rows('int_paths__results', 'model_samples') }}
),

final as (
    select
        {{ contracted() }}
    from unfolded
)

select * from final
