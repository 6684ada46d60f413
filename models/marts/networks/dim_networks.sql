with
networks as (
    select * from {{ ref('int_networks__networks') }}
),

masses as (
    select
        study_code,
        network_code,
        {{ join_texts('indicator_code', ', ') }} as mass_codes
    from {{ source('networks', 'study_network_masses') }}
    group by study_code, network_code
),

years as (
    select
        study_code,
        network_code,
        min(year) as first_year,
        max(year) as last_year,
        count(*) as n_years
    from {{ ref('int_networks__years') }}
    group by study_code, network_code
),

final as (
    select
        networks.study_code::string as study_code,
        networks.network_code::string as network_code,
        networks.network_name_zh::string as network_name_zh,
        networks.network_name_en::string as network_name_en,
        networks.network_kind::string as network_kind,
        networks.is_directed::boolean as is_directed,
        networks.is_of_units::boolean as is_of_units,
        networks.is_by_unit::boolean as is_by_unit,
        years.first_year::integer as first_year,
        years.last_year::integer as last_year,
        coalesce(years.n_years, 0)::integer as n_years,
        masses.mass_codes::string as mass_codes,
        networks.mass_share_code::string as mass_share_code,
        case when networks.network_kind = 'gravity' then networks.exponent end::double as exponent,
        networks.distance_kind::string as distance_kind,
        case
            when networks.distance_kind = 'table' then networks.distance_measure
            when networks.distance_kind is not null then 'km'
        end::string as distance_measure,
        case when networks.distance_kind = 'economic' then networks.income_gap_floor end::double
            as income_gap_floor,
        networks.threshold_rule::string as threshold_rule,
        networks.threshold_comparison::string as threshold_comparison,
        networks.threshold_value::double as threshold_value,
        networks.path_length::string as path_length,
        networks.is_weighted::boolean as is_weighted,
        networks.closeness_convention::string as closeness_convention,
        networks.hub_quantile::double as hub_quantile,
        networks.bridge_quantile::double as bridge_quantile,
        networks.edge_quantile::double as edge_quantile,
        networks.null_draws::integer as null_draws,
        networks.swaps_per_link::double as swaps_per_link,
        networks.removal_draws::integer as removal_draws,
        networks.removal_steps::integer as removal_steps,
        networks.bootstrap_draws::integer as bootstrap_draws,
        case when networks.has_threshold then networks.threshold_draws end::integer
            as threshold_draws,
        networks.permutations::integer as permutations,
        networks.seed::integer as seed
    from networks
    left join masses
        on
            networks.study_code = masses.study_code
            and networks.network_code = masses.network_code
    left join years
        on
            networks.study_code = years.study_code
            and networks.network_code = years.network_code
)

select * from final
