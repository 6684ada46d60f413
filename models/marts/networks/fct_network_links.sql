with
links as (
    select * from {{ ref('int_networks__links') }}
),

gravity as (
    select * from {{ ref('int_networks__gravity') }}
),

final as (
    select
        links.study_code::string as study_code,
        links.network_code::string as network_code,
        links.year::integer as year,
        links.from_node::string as from_node,
        links.to_node::string as to_node,
        links.strength::double as strength,
        links.threshold::double as threshold,
        links.threshold_rule::string as threshold_rule,
        links.threshold_comparison::string as threshold_comparison,
        links.strength_to_threshold::double as strength_to_threshold,
        links.is_linked::boolean as is_linked,
        links.distance::double as distance,
        links.distance_measure::string as distance_measure,
        gravity.mass_share::double as mass_share,
        gravity.is_gap_floored::boolean as is_gap_floored,
        links.is_imputed::boolean as is_imputed,
        links.n_records::bigint as n_records
    from links
    left join gravity
        on
            links.study_code = gravity.study_code
            and links.network_code = gravity.network_code
            and links.year = gravity.year
            and links.from_node = gravity.from_node
            and links.to_node = gravity.to_node
)

select * from final
