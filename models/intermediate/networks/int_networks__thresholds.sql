-- The strength from which a pair is linked, as a share of the greatest: the mean of a node's row
-- over the n − 1 others, the mean of all pairs, a quantile (type 7) of the strengths there are, or
-- a number that the study states.
with
shares as (
    select * from {{ ref('int_networks__strength_shares') }}
),

positioned as (
    select
        *,
        (n_strengths - 1) * threshold_value as quantile_place
    from shares
),

summed as (
    select
        study_code,
        network_code,
        year,
        threshold_node,
        threshold_rule,
        max(threshold_value) as threshold_value,
        max(greatest_strength) as greatest_strength,
        {{ exact_sum('strength_share') }} / coalesce(max(n_pairs), count(*)) as mean_share,
        max(case when place = floor(quantile_place) + 1 then strength_share end) as share_below,
        max(case when place = ceil(quantile_place) + 1 then strength_share end) as share_above,
        max(quantile_place - floor(quantile_place)) as part_above
    from positioned
    group by study_code, network_code, year, threshold_node, threshold_rule
),

final as (
    select
        study_code,
        network_code,
        year,
        threshold_node,
        case threshold_rule
            when 'absolute' then threshold_value
            when 'quantile' then share_below + part_above * (share_above - share_below)
            else mean_share
        end as threshold_share,
        case when threshold_rule = 'absolute' then 1e0 else greatest_strength end as unit_strength
    from summed
)

select * from final
