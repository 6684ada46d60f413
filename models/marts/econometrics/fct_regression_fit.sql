with

unfolded as (
    {{ nested_rows(
        'int_econometrics__regression_results',
        'fit',
        [
            'study_code', 'model_code', 'n_observations', 'n_missing', 'n_units', 'n_years',
            'first_year', 'last_year',
        ]
    ) }}
),

final as (
    select
        {{ contracted(
            residual_sum_of_squares='rss',
            total_sum_of_squares='tss',
            effects_share='rho',
            wald_df='f_df_1'
        ) }}
    from unfolded
)

select * from final
