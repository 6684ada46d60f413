-- What became of every VAR, without its results: a part of fct_model_status.
{{ config(materialized='view') }}

with

var_results as (
    select * from {{ ref('int_econometrics__var_results') }}
),

final as (
    select
        study_code,
        model_code,
        model_kind,
        status,
        reason_code,
        reason,
        notes,
        lags,
        max_estimable_lags,
        n_observations,
        n_rows,
        n_units,
        first_year,
        last_year,
        n_years,
        n_missing,
        n_dropped,
        degrees_of_freedom,
        largest_root,
        replications,
        n_failed_replications,
        bias_correction,
        interval_kind
    from var_results
)

select * from final
