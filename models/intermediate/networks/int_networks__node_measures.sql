-- What is measured of every node, with its name, unit and group, and how sure its role is.
with
measures as (
    select
        study_code,
        network_code,
        {{ struct_rows('nodes') }}
    from {{ ref('int_networks__measures') }}
),

sensitivity as (
    select
        study_code,
        network_code,
        {{ struct_rows('threshold_sensitivity') }}
    from {{ ref('int_networks__measures') }}
),

node_years as (
    select * from {{ ref('int_networks__node_years') }}
),

final as (
    select
        measures.*,
        node_years.node_name,
        node_years.unit_code,
        node_years.node_group,
        node_years.node_mode,
        sensitivity.role_share
    from measures
    inner join node_years
        on
            measures.study_code = node_years.study_code
            and measures.network_code = node_years.network_code
            and measures.year = node_years.year
            and measures.node_code = node_years.node_code
    left join sensitivity
        on
            measures.study_code = sensitivity.study_code
            and measures.network_code = sensitivity.network_code
            and measures.year = sensitivity.year
            and measures.node_code = sensitivity.node_code
)

select * from final
