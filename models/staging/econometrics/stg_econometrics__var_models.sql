with
study_var_models as (
    select * from {{ source('econometrics', 'study_var_models') }}
),

final as (
    select
        study_code,
        model_code,
        model_name_zh,
        model_name_en,
        kind,
        value_basis,
        combine,
        first_year,
        last_year,
        region_group_code,
        lags,
        lag_criterion,
        max_lags,
        trend,
        transformation,
        estimator,
        instrument_lags,
        gmm_steps,
        has_year_effects,
        bias_correction,
        horizon,
        band_method,
        interval_kind,
        band_level,
        replications,
        seed,
        position as model_position
    from study_var_models
)

select * from final
