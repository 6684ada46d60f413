-- Units of a group: listed, or by the role that a network gives them in the year named, else in its
-- last one.
with

region_groups as (
    select * from {{ source('econometrics', 'study_region_groups') }}
),

nodes as (
    select * from {{ ref('int_networks__node_measures') }}
    where unit_code is not null
),

last_years as (
    select
        study_code,
        network_code,
        max(year) as last_year
    from nodes
    group by study_code, network_code
),

final as (
    select
        study_code,
        region_group_code,
        unit_code
    from region_groups
    where unit_code is not null
    union
    select
        region_groups.study_code,
        region_groups.region_group_code,
        nodes.unit_code
    from region_groups
    inner join last_years
        on
            region_groups.study_code = last_years.study_code
            and region_groups.network_code = last_years.network_code
    inner join nodes
        on
            region_groups.study_code = nodes.study_code
            and region_groups.network_code = nodes.network_code
            and region_groups.role_code = nodes.role_code
            and nodes.year = coalesce(region_groups.role_year, last_years.last_year)
)

select * from final
