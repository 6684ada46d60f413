with

normalized_values as (
    select * from {{ ref('int_indicators__normalized_values') }}
),

value_ranges as (
    select * from {{ ref('int_indicators__value_ranges') }}
),

-- Sum p ln p = (Sum z ln z) / S - ln S with S = Sum z: one scan, no table of p. The floor keeps the
-- logarithm of a zero finite, and 0 times it is 0.
sums as (
    select
        _scope_number,
        count(normalized_value) as n_observed,
        count(nullif(normalized_value, 0e0)) as n_nonzero,
        {{ exact_sum('normalized_value') }} as total,
        {{ exact_sum('normalized_value * ln(greatest(normalized_value, 1e-300))') }} as total_log
    from normalized_values
    group by _scope_number
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
        value_ranges.study_code,
        value_ranges.indicator_code,
        case
            when value_ranges._scope_step = 0 then 'pooled'
            else (divergences._scope_number % 10000)::string
        end as weight_scope,
        divergences._scope_number,
        value_ranges.dimension_code,
        divergences.n_observed,
        divergences.n_observed - divergences.n_nonzero as n_zero,
        1 - divergences.divergence as entropy,
        divergences.divergence,
        divergences.divergence_without_zeros
    from divergences
    inner join value_ranges
        on divergences._scope_number - divergences._scope_number % 10000 = value_ranges._scope_base
)

select * from final
