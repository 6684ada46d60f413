-- Strengths that files state: lines of one pair and year added up, loops and zeros left out. Where
-- a network without directions gives every pair both ways with equal strengths, as a matrix does,
-- the two are one link and count once.
with
networks as (
    select * from {{ ref('int_networks__networks') }}
),

nodes as (
    select * from {{ ref('int_networks__nodes') }}
),

link_records as (
    select * from {{ ref('int_networks__link_records') }}
    where quarantine_reason is null and not is_out_of_scope and is_network_year
),

ends as (
    select
        link_records.study_code,
        link_records.network_code,
        link_records.year,
        link_records.frequency,
        link_records.is_arc,
        networks.is_directed,
        case when networks.is_by_unit then node_a.unit_code else node_a.node_code end as node_a,
        case when networks.is_by_unit then node_b.unit_code else node_b.node_code end as node_b
    from link_records
    inner join networks
        on
            link_records.study_code = networks.study_code
            and link_records.network_code = networks.network_code
    inner join nodes as node_a
        on
            link_records.study_code = node_a.study_code
            and link_records.network_code = node_a.network_code
            and link_records.key_a = node_a.node_key
    inner join nodes as node_b
        on
            link_records.study_code = node_b.study_code
            and link_records.network_code = node_b.network_code
            and link_records.key_b = node_b.node_key
),

both_ways as (
    select
        study_code,
        network_code,
        year,
        least(node_a, node_b) as one_node,
        greatest(node_a, node_b) as other_node,
        {{ sorted_sum('case when node_a < node_b then frequency end') }} as forth,
        {{ sorted_sum('case when node_a > node_b then frequency end') }} as back
    from ends
    where node_a != node_b and frequency > 0 and not is_directed
    group by
        study_code, network_code, year, least(node_a, node_b), greatest(node_a, node_b)
),

-- a single pair that is named both ways is no matrix
mirrored as (
    select
        study_code,
        network_code
    from both_ways
    group by study_code, network_code
    having count(*) > 1 and count(*) = count(case when forth = back then 1 end)
),

-- without direction the lesser code comes first; an edge among arcs holds both ways
oriented as (
    select
        ends.study_code,
        ends.network_code,
        ends.year,
        ends.frequency,
        case when ends.is_directed then ends.node_a else least(ends.node_a, ends.node_b) end
            as from_node,
        case when ends.is_directed then ends.node_b else greatest(ends.node_a, ends.node_b) end
            as to_node
    from ends
    left join mirrored
        on
            ends.study_code = mirrored.study_code
            and ends.network_code = mirrored.network_code
    where mirrored.network_code is null or ends.node_a < ends.node_b
    union all
    select
        study_code,
        network_code,
        year,
        frequency,
        node_b as from_node,
        node_a as to_node
    from ends
    where is_directed and not is_arc
),

final as (
    select
        study_code,
        network_code,
        year,
        from_node,
        to_node,
        {{ sorted_sum('frequency') }} as strength,
        count(*) as n_records
    from oriented
    where from_node != to_node and frequency > 0
    group by study_code, network_code, year, from_node, to_node
)

select * from final
