-- Every pair of networks with a threshold, as a multiple of it: at t times the threshold those
-- pairs are linked that reach t.
{{ config(materialized='view') }}

with
links as (
    select * from {{ ref('int_networks__links') }}
),

networks as (
    select * from {{ ref('int_networks__networks') }}
    where has_threshold and threshold_draws > 1
),

final as (
    select
        links.study_code,
        links.network_code,
        links.year,
        links.from_node,
        links.to_node,
        links.strength,
        links.strength_to_threshold,
        links.threshold_comparison
    from links
    inner join networks
        on
            links.study_code = networks.study_code
            and links.network_code = networks.network_code
    where links.strength_to_threshold is not null
)

select * from final
