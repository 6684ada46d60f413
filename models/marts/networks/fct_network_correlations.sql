with
correlations as (
    select * from {{ ref('int_networks__correlations') }}
),

final as (
    select
        study_code::varchar as study_code,
        network_code::varchar as network_code,
        year::integer as year,
        other_network_code::varchar as other_network_code,
        other_year::integer as other_year,
        matrix_code::varchar as matrix_code,
        correlation::double as correlation,
        p_greater::double as p_greater,
        p_less::double as p_less,
        p_two_sided::double as p_two_sided,
        permuted_mean::double as permuted_mean,
        permuted_sd::double as permuted_sd,
        shared_link_share::double as shared_link_share,
        n_nodes::integer as n_nodes,
        n_cells::bigint as n_cells,
        n_permutations::integer as n_permutations,
        seed::integer as seed,
        reason::varchar as reason
    from correlations
)

select * from final
