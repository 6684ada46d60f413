with

unfolded as (
    {{ nested_rows('int_econometrics__var_results', 'causality', ['study_code', 'model_code']) }}
),

final as (
    select
        {{ contracted(is_rejected='p_value < 0.05') }}
    from unfolded
)

select * from final
