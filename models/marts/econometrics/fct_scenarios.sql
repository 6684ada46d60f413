with

unfolded as (
    {{ nested_rows('int_econometrics__var_results', 'scenarios', ['study_code', 'model_code']) }}
),

final as (
    select
        {{ contracted() }}
    from unfolded
)

select * from final
