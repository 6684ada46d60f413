with

unfolded as (
    {{ nested_rows(
        'int_econometrics__autocorrelation_results',
        'local_values',
        ['study_code', 'variable_code', 'weights_code', 'year']
    ) }}
),

final as (
    select
        {{ contracted(is_significant='local_p <= 0.05') }}
    from unfolded
)

select * from final
