with

unfolded as (
    {{ nested_rows(
        'int_econometrics__var_results', 'decomposition', ['study_code', 'model_code']
    ) }}
),

final as (
    select
        {{ contracted(eviews_period='period + 1') }}
    from unfolded
)

select * from final
