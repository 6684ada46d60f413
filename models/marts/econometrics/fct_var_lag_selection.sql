with

var_results as (
    select * from {{ ref('int_econometrics__var_results') }}
),

unfolded as (
    select
        study_code,
        model_code,
        {{ struct_rows('lag_selection') }}
    from var_results
),

final as (
    select
        study_code::varchar as study_code,
        model_code::varchar as model_code,
        lags::integer as lags,
        aic::double as aic,
        bic::double as bic,
        hq::double as hq,
        fpe::double as fpe,
        is_best_aic::boolean as is_best_aic,
        is_best_bic::boolean as is_best_bic,
        is_best_hq::boolean as is_best_hq,
        is_best_fpe::boolean as is_best_fpe,
        is_used::boolean as is_used,
        n_rows::integer as n_rows
    from unfolded
)

select * from final
