with

normalized_values as (
    select * from {{ ref('int_indicators__normalized_values') }}
),

logs as (
    select
        study_code,
        indicator_code,
        weight_scope,
        dimension_code,
        normalized_value,
        case when normalized_value > 0 then normalized_value * ln(normalized_value) else 0e0 end
            as z_log_z
    from normalized_values
),

-- Sum p ln p = (Sum z ln z) / S - ln S with S = Sum z: one scan, no table of p.
sums as (
    select
        study_code,
        indicator_code,
        weight_scope,
        dimension_code,
        count(normalized_value) as n_observed,
        count(nullif(normalized_value, 0e0)) as n_nonzero,
        {{ exact_sum('normalized_value') }} as total,
        {{ exact_sum('z_log_z') }} as total_log
    from logs
    group by study_code, indicator_code, weight_scope, dimension_code
),

spreads as (
    select
        *,
        case when total > 0 then ln(total) - total_log / total end as absolute_entropy
    from sums
),

-- A divergence below 1e-12 is the rounding of equal shares; counted as it stands it would become
-- a weight as soon as every other indicator is constant too.
divergences as (
    select
        *,
        {{ entropy_divergence('absolute_entropy', 'n_observed') }} as divergence,
        {{ entropy_divergence('absolute_entropy', 'n_nonzero') }} as divergence_without_zeros
    from spreads
),

final as (
    select
        study_code,
        indicator_code,
        weight_scope,
        dimension_code,
        n_observed,
        n_observed - n_nonzero as n_zero,
        1 - divergence as entropy,
        divergence,
        divergence_without_zeros
    from divergences
)

select * from final
