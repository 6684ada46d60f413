with

var_results as (
    select * from {{ ref('int_econometrics__var_results') }}
),

unfolded as (
    select
        study_code,
        model_code,
        {{ struct_rows('cointegration') }}
    from var_results
),

final as (
    select
        study_code::string as study_code,
        model_code::string as model_code,
        rank::integer as rank,
        eigenvalue::double as eigenvalue,
        trace_statistic::double as trace_statistic,
        trace_critical_10pct::double as trace_critical_10pct,
        trace_critical_5pct::double as trace_critical_5pct,
        trace_critical_1pct::double as trace_critical_1pct,
        max_eigenvalue_statistic::double as max_eigenvalue_statistic,
        max_eigenvalue_critical_10pct::double as max_eigenvalue_critical_10pct,
        max_eigenvalue_critical_5pct::double as max_eigenvalue_critical_5pct,
        max_eigenvalue_critical_1pct::double as max_eigenvalue_critical_1pct,
        (trace_statistic > trace_critical_5pct)::boolean as is_rejected_by_trace,
        (max_eigenvalue_statistic > max_eigenvalue_critical_5pct)::boolean
            as is_rejected_by_max_eigenvalue
    from unfolded
)

select * from final
