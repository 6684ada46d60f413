with

unfolded as (
    {{ nested_rows(
        'int_econometrics__regression_results', 'fitted', ['study_code', 'model_code']
    ) }}
),

final as (
    select
        {{ contracted() }}
    from unfolded
)

select * from final
