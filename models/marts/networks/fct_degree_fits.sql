with
measures as (
    select
        study_code,
        network_code,
        {{ struct_rows('degree_fits') }}
    from {{ ref('int_networks__draws') }}
),

final as (
    select
        study_code::varchar as study_code,
        network_code::varchar as network_code,
        year::integer as year,
        degree_type::varchar as degree_type,
        scope_code::varchar as scope_code,
        law_code::varchar as law_code,
        x_min::integer as x_min,
        n_tail::integer as n_tail,
        n_nodes::integer as n_nodes,
        parameter_1::double as parameter_1,
        parameter_2::double as parameter_2,
        parameters::varchar as parameters,
        log_likelihood::double as log_likelihood,
        aic::double as aic,
        ks_distance::double as ks_distance,
        p_value::double as p_value,
        bootstrap_draws::integer as bootstrap_draws,
        likelihood_ratio::double as likelihood_ratio,
        vuong_statistic::double as vuong_statistic,
        vuong_p_value::double as vuong_p_value,
        verdict_code::varchar as verdict_code,
        verdict::varchar as verdict,
        seed::integer as seed
    from measures
)

select * from final
