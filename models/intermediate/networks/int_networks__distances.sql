-- How far apart two units are: the great circle, or what a table says; a pair that the table gives
-- once holds both ways.
with
networks as (
    select * from {{ ref('int_networks__networks') }}
    where network_kind = 'gravity'
),

study_units as (
    select * from {{ source('config', 'study_units') }}
),

units as (
    select * from {{ ref('int_units__registered') }}
),

stated as (
    select * from {{ ref('int_networks__distance_records') }}
    where quarantine_reason is null and not is_out_of_scope and not is_repeated
),

places as (
    select
        networks.study_code,
        networks.network_code,
        networks.distance_kind,
        networks.distance_measure,
        study_units.unit_code,
        units.longitude,
        units.latitude
    from networks
    inner join study_units
        on networks.study_code = study_units.study_code
    inner join units
        on study_units.unit_code = units.unit_code
),

pairs as (
    select
        origins.study_code,
        origins.network_code,
        origins.distance_kind,
        origins.distance_measure,
        origins.unit_code as from_node,
        targets.unit_code as to_node,
        {{ haversine_km(
            'origins.longitude', 'origins.latitude', 'targets.longitude', 'targets.latitude'
        ) }} as great_circle_km
    from places as origins
    inner join places as targets
        on
            origins.study_code = targets.study_code
            and origins.network_code = targets.network_code
            and origins.unit_code != targets.unit_code
),

measured as (
    select
        pairs.*,
        case
            when pairs.distance_kind = 'table' then coalesce(there.distance, back.distance)
            else pairs.great_circle_km
        end as distance
    from pairs
    left join stated as there
        on
            pairs.study_code = there.study_code
            and pairs.network_code = there.network_code
            and pairs.from_node = there.code_a
            and pairs.to_node = there.code_b
    left join stated as back
        on
            pairs.study_code = back.study_code
            and pairs.network_code = back.network_code
            and pairs.from_node = back.code_b
            and pairs.to_node = back.code_a
),

final as (
    select
        study_code,
        network_code,
        from_node,
        to_node,
        distance,
        case when distance_kind = 'table' then distance_measure else 'km' end as distance_measure,
        case
            when distance is null and distance_kind = 'table' then 'distance_missing'
            when distance is null then 'coordinates_missing'
            when distance = 0 then 'distance_zero'
        end as finding_code
    from measured
)

select * from final
