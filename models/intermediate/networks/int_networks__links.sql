-- Every pair with its strength, the threshold that holds for it, and whether it is linked. A pair
-- without direction is linked when it reaches the row mean of either end.
with
shares as (
    select * from {{ ref('int_networks__strength_shares') }}
),

thresholds as (
    select * from {{ ref('int_networks__thresholds') }}
),

joined as (
    select
        shares.*,
        thresholds.threshold_share * thresholds.unit_strength as threshold,
        shares.strength / thresholds.unit_strength as compared_share,
        thresholds.threshold_share
    from shares
    inner join thresholds
        on
            shares.study_code = thresholds.study_code
            and shares.network_code = thresholds.network_code
            and shares.year = thresholds.year
            and shares.threshold_node = thresholds.threshold_node
),

judged as (
    select
        *,
        case
            when threshold_comparison = '>' then compared_share > threshold_share
            else compared_share >= threshold_share
        end as is_linked
    from joined
),

final as (
    select
        study_code,
        network_code,
        year,
        from_node,
        to_node,
        strength,
        threshold,
        threshold_rule,
        threshold_comparison,
        compared_share / nullif(threshold_share, 0) as strength_to_threshold,
        is_linked,
        distance,
        distance_measure,
        is_imputed,
        n_records
    from judged
    qualify row_number() over (
        partition by study_code, network_code, year, from_node, to_node
        order by is_linked desc, threshold asc, threshold_node asc
    ) = 1
)

select * from final
