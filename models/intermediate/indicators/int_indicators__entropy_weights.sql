with

entropy as (
    select * from {{ ref('int_indicators__entropy') }}
),

settings as (
    select * from {{ ref('stg_config__studies') }}
),

totals as (
    select
        study_code,
        weight_scope,
        {{ exact_sum('divergence') }} as total_divergence,
        count(nullif(divergence, 0e0)) as n_weighted
    from entropy
    group by study_code, weight_scope
),

uncapped as (
    select
        entropy.study_code,
        entropy.indicator_code,
        entropy.weight_scope,
        entropy._scope_number,
        coalesce(entropy.divergence / nullif(totals.total_divergence, 0), 0e0) as uncapped_weight,
        coalesce(
            entropy.divergence_without_zeros / nullif(
                totals.total_divergence - entropy.divergence + entropy.divergence_without_zeros, 0
            ),
            0e0
        ) as loo_weight,
        -- A cap below one equal share each cannot be kept: then all get that share.
        case
            when settings.weight_cap is not null and totals.n_weighted > 0
                then greatest(settings.weight_cap, 1e0 / totals.n_weighted)
        end as cap
    from entropy
    inner join totals
        on
            entropy.study_code = totals.study_code
            and entropy.weight_scope = totals.weight_scope
    inner join settings
        on entropy.study_code = settings.study_code
),

-- Capping in closed form: with weights in falling order, if exactly the first k take the cap, the
-- rest grow by the factor (1 - k cap) / (their sum). The answer is the smallest k for which the
-- largest of the rest stays within the cap.
placed as (
    select
        *,
        row_number() over (
            partition by study_code, weight_scope order by uncapped_weight desc, indicator_code asc
        ) as place,
        sum(uncapped_weight) over (
            partition by study_code, weight_scope
            order by uncapped_weight desc, indicator_code asc
            rows between current row and unbounded following
        ) as rest
    from uncapped
),

factors as (
    select
        *,
        (1 - (place - 1) * cap) / nullif(rest, 0) as factor
    from placed
),

first_uncapped as (
    select
        study_code,
        weight_scope,
        min(place) as place,
        min_by(factor, place) as factor
    from factors
    where factor * uncapped_weight <= cap + 1e-12
    group by study_code, weight_scope
),

final as (
    select
        factors.study_code,
        factors.indicator_code,
        factors.weight_scope,
        factors._scope_number,
        factors.uncapped_weight,
        factors.loo_weight,
        case
            when first_uncapped.place is null then factors.uncapped_weight
            when factors.place < first_uncapped.place then factors.cap
            else factors.uncapped_weight * first_uncapped.factor
        end as weight,
        coalesce(first_uncapped.place > 1, false) as is_capping
    from factors
    left join first_uncapped
        on
            factors.study_code = first_uncapped.study_code
            and factors.weight_scope = first_uncapped.weight_scope
)

select * from final
