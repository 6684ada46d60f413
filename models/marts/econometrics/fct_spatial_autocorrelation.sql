with

results as (
    select * from {{ ref('int_econometrics__autocorrelation_results') }}
),

final as (
    select
        study_code::varchar as study_code,
        variable_code::varchar as variable_code,
        weights_code::varchar as weights_code,
        year::integer as year,
        is_logged::boolean as is_logged,
        status::varchar as status,
        reason_code::varchar as reason_code,
        reason::varchar as reason,
        ({{ model_reason_zh('reason') }})::varchar as reason_zh,
        n_units::integer as n_units,
        n_missing::integer as n_missing,
        n_islands::integer as n_islands,
        morans_i::double as morans_i,
        expected_i::double as expected_i,
        z_value::double as z_value,
        p_value::double as p_value,
        permutation_z::double as permutation_z,
        permutation_p::double as permutation_p,
        permutations::integer as permutations,
        ({{ moran_finding('en') }})::varchar as finding,
        ({{ moran_finding('zh') }})::varchar as finding_zh
    from results
)

select * from final
