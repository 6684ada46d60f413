-- Which networks are compared: two of one study in the same year that share nodes, and each
-- with itself a year before.
with
years as (
    select * from {{ ref('int_networks__years') }}
),

networks as (
    select * from {{ ref('int_networks__networks') }}
),

dated as (
    select
        years.study_code,
        years.network_code,
        years.year,
        networks.position
    from years
    inner join networks
        on
            years.study_code = networks.study_code
            and years.network_code = networks.network_code
    where networks.permutations > 0
),

node_years as (
    select * from {{ ref('int_networks__node_years') }}
),

-- networks of units and of enterprises have nothing to compare
related as (
    select distinct
        one.study_code,
        one.network_code,
        other.network_code as other_network_code
    from node_years as one
    inner join node_years as other
        on
            one.study_code = other.study_code
            and one.year = other.year
            and one.node_code = other.node_code
            and one.network_code != other.network_code
),

final as (
    select
        one.study_code,
        one.network_code,
        one.year,
        other.network_code as other_network_code,
        other.year as other_year
    from dated as one
    inner join dated as other
        on
            one.study_code = other.study_code
            and one.year = other.year
            and one.position < other.position
    inner join related
        on
            one.study_code = related.study_code
            and one.network_code = related.network_code
            and other.network_code = related.other_network_code
    union all
    select
        one.study_code,
        one.network_code,
        one.year,
        other.network_code as other_network_code,
        other.year as other_year
    from dated as one
    inner join dated as other
        on
            one.study_code = other.study_code
            and one.network_code = other.network_code
            and one.year = other.year + 1
)

select * from final
