-- Strengths as shares of the greatest one they are compared with: of the node's own row where the
-- threshold is a mean of rows, of the whole network elsewhere. Equal strengths are equal shares
-- without rounding, so a row of equal strengths lies on its mean. A pair without direction stands
-- in the rows of both its ends.
with
networks as (
    select * from {{ ref('int_networks__networks') }}
),

strengths as (
    select * from {{ ref('int_networks__strengths') }}
),

node_counts as (
    select distinct
        study_code,
        network_code,
        year,
        n_nodes
    from {{ ref('int_networks__node_years') }}
),

rows_of_nodes as (
    select
        strengths.*,
        case when networks.threshold_rule = 'row_mean' then strengths.from_node else '' end
            as threshold_node
    from strengths
    inner join networks
        on
            strengths.study_code = networks.study_code
            and strengths.network_code = networks.network_code
    union all
    select
        strengths.*,
        strengths.to_node as threshold_node
    from strengths
    inner join networks
        on
            strengths.study_code = networks.study_code
            and strengths.network_code = networks.network_code
    where networks.threshold_rule = 'row_mean' and not networks.is_directed
),

grouped as (
    select
        strengths.study_code,
        strengths.network_code,
        strengths.year,
        strengths.from_node,
        strengths.to_node,
        strengths.strength,
        strengths.distance,
        strengths.distance_measure,
        strengths.is_imputed,
        strengths.n_records,
        networks.threshold_rule,
        networks.threshold_comparison,
        networks.threshold_value,
        strengths.threshold_node,
        -- In a gravity network a pair without strength is unknown; elsewhere it has none at all.
        case
            when networks.network_kind = 'gravity' then null
            when networks.threshold_rule = 'row_mean' then node_counts.n_nodes - 1
            else
                node_counts.n_nodes * (node_counts.n_nodes - 1)
                / case when networks.is_directed then 1 else 2 end
        end as n_pairs
    from rows_of_nodes as strengths
    inner join networks
        on
            strengths.study_code = networks.study_code
            and strengths.network_code = networks.network_code
    inner join node_counts
        on
            strengths.study_code = node_counts.study_code
            and strengths.network_code = node_counts.network_code
            and strengths.year = node_counts.year
),

final as (
    select
        *,
        max(strength) over (partition by study_code, network_code, year, threshold_node)
            as greatest_strength,
        row_number() over (
            partition by study_code, network_code, year, threshold_node
            order by strength, from_node, to_node
        ) as place,
        count(*) over (partition by study_code, network_code, year, threshold_node) as n_strengths,
        strength / max(strength) over (
            partition by study_code, network_code, year, threshold_node
        ) as strength_share
    from grouped
)

select * from final
