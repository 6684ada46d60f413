with

results as (
    select * from {{ ref('int_econometrics__regression_results') }}
),

unfolded as (
    select
        study_code,
        model_code,
        n_observations,
        n_missing,
        n_units,
        n_years,
        first_year,
        last_year,
        {{ struct_rows('fit') }}
    from results
),

final as (
    select
        study_code::varchar as study_code,
        model_code::varchar as model_code,
        n_observations::bigint as n_observations,
        n_missing::bigint as n_missing,
        n_units::bigint as n_units,
        n_years::bigint as n_years,
        first_year::integer as first_year,
        last_year::integer as last_year,
        r_squared::double as r_squared,
        adjusted_r_squared::double as adjusted_r_squared,
        r_squared_within::double as r_squared_within,
        r_squared_between::double as r_squared_between,
        r_squared_overall::double as r_squared_overall,
        r_squared_within_rss::double as r_squared_within_rss,
        r_squared_between_rss::double as r_squared_between_rss,
        r_squared_overall_rss::double as r_squared_overall_rss,
        pseudo_r_squared::double as pseudo_r_squared,
        rss::double as residual_sum_of_squares,
        tss::double as total_sum_of_squares,
        sigma_u::double as sigma_u,
        sigma_e::double as sigma_e,
        rho::double as effects_share,
        theta::double as theta,
        corr_effects::double as corr_effects,
        wald_chi_squared::double as wald_chi_squared,
        f_df_1::double as wald_df,
        wald_p_value::double as wald_p_value,
        f_statistic::double as f_statistic,
        f_df_1::double as f_df_1,
        f_df_2::double as f_df_2,
        f_p_value::double as f_p_value,
        log_likelihood::double as log_likelihood
    from unfolded
)

select * from final
