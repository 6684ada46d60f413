with

unfolded as (
    {{ nested_rows('int_paths__results', 'calibration') }}
),

final as (
    select
        {{ contracted() }}
    from unfolded
)

select * from final
