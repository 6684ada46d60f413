with
study_autocorrelation as (
    select * from {{ source('econometrics', 'study_autocorrelation') }}
),

final as (
    select
        study_code,
        variable_code,
        weights_code,
        is_logged,
        value_basis,
        permutations,
        seed
    from study_autocorrelation
)

select * from final
