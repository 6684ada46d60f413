with

unfolded as (
    {{ nested_rows('int_econometrics__var_results', 'roots', ['study_code', 'model_code']) }}
),

final as (
    select
        {{ contracted(is_inside='modulus < 1') }}
    from unfolded
)

select * from final
