-- Networks with what only their files can say: whether links have a direction.
with
networks as (
    select * from {{ ref('stg_networks__networks') }}
),

links as (
    select * from {{ ref('stg_networks__links') }}
    where reader_issue is null
),

found as (
    select
        study_code,
        network_code,
        bool_or(is_arc) as has_arcs,
        count(distinct relation) as n_relations
    from links
    group by study_code, network_code
),

final as (
    select
        networks.study_code,
        networks.network_code,
        networks.network_name_zh,
        networks.network_name_en,
        networks.network_kind,
        networks.position,
        coalesce(networks.is_directed, found.has_arcs, false) as is_directed,
        networks.node_kind,
        networks.is_by_unit,
        networks.node_kind = 'units' or networks.is_by_unit as is_of_units,
        coalesce(found.n_relations, 0) as n_relations,
        networks.exponent,
        networks.mass_share_code,
        networks.distance_kind,
        networks.distance_measure,
        networks.income_code,
        networks.people_code,
        networks.income_gap_floor,
        networks.threshold_rule,
        networks.threshold_comparison,
        networks.threshold_value,
        networks.has_threshold,
        networks.stated_year,
        networks.first_year,
        networks.last_year,
        networks.path_length,
        networks.is_weighted,
        networks.closeness_convention,
        networks.hub_quantile,
        networks.bridge_quantile,
        networks.edge_quantile,
        networks.null_draws,
        networks.swaps_per_link,
        networks.removal_draws,
        networks.removal_steps,
        networks.bootstrap_draws,
        networks.threshold_draws,
        networks.permutations,
        networks.seed
    from networks
    left join found
        on
            networks.study_code = found.study_code
            and networks.network_code = found.network_code
)

select * from final
