with
node_measures as (
    select * from {{ ref('int_networks__node_measures') }}
),

final as (
    select
        study_code::varchar as study_code,
        network_code::varchar as network_code,
        year::integer as year,
        node_code::varchar as node_code,
        node_name::varchar as node_name,
        unit_code::varchar as unit_code,
        node_group::varchar as node_group,
        node_mode::integer as node_mode,
        out_degree::integer as out_degree,
        in_degree::integer as in_degree,
        degree::integer as degree,
        out_strength::double as out_strength,
        in_strength::double as in_strength,
        betweenness::double as betweenness,
        relative_betweenness::double as relative_betweenness,
        closeness_out::double as closeness_out,
        closeness_in::double as closeness_in,
        closeness_convention::varchar as closeness_convention,
        closeness_out_wasserman_faust::double as closeness_out_wasserman_faust,
        closeness_in_wasserman_faust::double as closeness_in_wasserman_faust,
        closeness_out_ucinet::double as closeness_out_ucinet,
        closeness_in_ucinet::double as closeness_in_ucinet,
        clustering::double as clustering,
        weighted_clustering::double as weighted_clustering,
        eigenvector::double as eigenvector,
        pagerank::double as pagerank,
        core_number::integer as core_number,
        weak_component::integer as weak_component,
        strong_component::integer as strong_component,
        is_in_largest_component::boolean as is_in_largest_component,
        is_isolated::boolean as is_isolated,
        is_core::boolean as is_core,
        role_code::varchar as role_code,
        role_share::double as role_share
    from node_measures
)

select * from final
