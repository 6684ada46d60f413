-- Why a unit or a pair of units is not in a gravity network.
with
networks as (
    select * from {{ ref('int_networks__networks') }}
    where network_kind = 'gravity'
),

mass_values as (
    select * from {{ ref('int_networks__mass_values') }}
    where finding_code is not null
),

distances as (
    select * from {{ ref('int_networks__distances') }}
    where finding_code is not null
),

gravity as (
    select * from {{ ref('int_networks__gravity') }}
    where is_gap_floored
),

study_units as (
    select * from {{ source('config', 'study_units') }}
),

units as (
    select * from {{ ref('int_units__registered') }}
),

masses as (
    select
        study_code,
        network_code,
        year,
        finding_code,
        unit_code as node,
        null::string as other_node,
        1 as n_records,
        indicator_code || coalesce(' ' || {{ readable('mass') }}, '') as detail
    from mass_values
),

without_place as (
    select
        networks.study_code,
        networks.network_code,
        null::integer as year,
        'coordinates_missing' as finding_code,
        study_units.unit_code as node,
        null::string as other_node,
        1 as n_records,
        null::string as detail
    from networks
    inner join study_units
        on networks.study_code = study_units.study_code
    inner join units
        on study_units.unit_code = units.unit_code
    where
        networks.distance_kind != 'table'
        and (units.longitude is null or units.latitude is null)
),

pairs as (
    select
        study_code,
        network_code,
        null::integer as year,
        finding_code,
        least(from_node, to_node) as node,
        greatest(from_node, to_node) as other_node,
        1 as n_records,
        null::string as detail
    from distances
    where finding_code != 'coordinates_missing'
    group by
        study_code, network_code, finding_code, least(from_node, to_node),
        greatest(from_node, to_node)
),

floored as (
    select
        study_code,
        network_code,
        year,
        'income_gap_floored' as finding_code,
        min(from_node) as node,
        null::string as other_node,
        count(*) as n_records,
        null::string as detail
    from gravity
    group by study_code, network_code, year
),

final as (
    select * from masses
    union all
    select * from without_place
    union all
    select * from pairs
    union all
    select * from floored
)

select * from final
