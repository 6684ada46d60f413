-- Strengths between units, for spatial weights taken from a network; nodes that are no units of
-- the register have no place here.
with

spatial_weights as (
    select distinct
        study_code,
        network_code
    from {{ source('econometrics', 'study_spatial_weights') }}
    where network_code is not null
),

strengths as (
    select * from {{ ref('int_networks__strengths') }}
),

nodes as (
    select * from {{ ref('int_networks__nodes') }}
    where unit_code is not null
),

final as (
    select
        strengths.study_code,
        strengths.network_code,
        strengths.year,
        from_nodes.unit_code as from_unit,
        to_nodes.unit_code as to_unit,
        strengths.strength
    from strengths
    inner join spatial_weights
        on
            strengths.study_code = spatial_weights.study_code
            and strengths.network_code = spatial_weights.network_code
    inner join nodes as from_nodes
        on
            strengths.study_code = from_nodes.study_code
            and strengths.network_code = from_nodes.network_code
            and strengths.from_node = from_nodes.node_code
    inner join nodes as to_nodes
        on
            strengths.study_code = to_nodes.study_code
            and strengths.network_code = to_nodes.network_code
            and strengths.to_node = to_nodes.node_code
)

select * from final
