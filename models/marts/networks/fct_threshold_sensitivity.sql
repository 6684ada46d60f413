with
measures as (
    select
        study_code,
        network_code,
        {{ struct_rows('threshold_sensitivity') }}
    from {{ ref('int_networks__measures') }}
),

final as (
    select
        study_code::varchar as study_code,
        network_code::varchar as network_code,
        year::integer as year,
        node_code::varchar as node_code,
        role_code::varchar as role_code,
        role_share::double as role_share,
        other_role_code::varchar as other_role_code,
        other_role_share::double as other_role_share,
        n_thresholds::integer as n_thresholds,
        lowest_factor::double as lowest_factor,
        highest_factor::double as highest_factor,
        out_degree::double as out_degree,
        out_degree_low::double as out_degree_low,
        out_degree_high::double as out_degree_high,
        in_degree::double as in_degree,
        in_degree_low::double as in_degree_low,
        in_degree_high::double as in_degree_high,
        degree::double as degree,
        degree_low::double as degree_low,
        degree_high::double as degree_high,
        relative_betweenness::double as relative_betweenness,
        relative_betweenness_low::double as relative_betweenness_low,
        relative_betweenness_high::double as relative_betweenness_high,
        closeness_out::double as closeness_out,
        closeness_out_low::double as closeness_out_low,
        closeness_out_high::double as closeness_out_high,
        closeness_in::double as closeness_in,
        closeness_in_low::double as closeness_in_low,
        closeness_in_high::double as closeness_in_high
    from measures
)

select * from final
