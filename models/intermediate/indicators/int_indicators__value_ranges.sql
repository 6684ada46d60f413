-- Everything that a cell needs to know about its indicator, in a few rows: every scan of the panel
-- then makes do with one join, and clean and normalised values can stay views.
with

winsor_limits as (
    select * from {{ ref('int_indicators__winsor_limits') }}
),

study_indicators as (
    select * from {{ ref('stg_config__study_indicators') }}
),

studies as (
    select * from {{ ref('stg_config__studies') }}
),

-- Winsorised values span the limits exactly: the least of all values is at or below the lower one.
final as (
    select
        study_indicators.study_code,
        study_indicators.indicator_code,
        study_indicators.dimension_code,
        study_indicators.is_in_index,
        studies.entropy_scope,
        winsor_limits.winsor_low,
        winsor_limits.winsor_high,
        winsor_limits.winsor_low = winsor_limits.winsor_high as is_constant,
        case
            when study_indicators.direction = 'negative' then winsor_limits.winsor_high
            else winsor_limits.winsor_low
        end as worst_value,
        -- 1 instead of 0 makes a constant 0 / 1 = 0 everywhere
        coalesce(nullif(winsor_limits.winsor_high - winsor_limits.winsor_low, 0), 1e0)
            as value_span,
        -- One number names an indicator and the scope of its weights: it ends in 0000 where all
        -- years share their weights, else in the year. Large panels group and join by it.
        10000 * row_number() over (
            order by study_indicators.study_code, study_indicators.indicator_code
        ) as _scope_base,
        case when studies.entropy_scope = 'per_year' then 1 else 0 end as _scope_step
    from study_indicators
    inner join studies
        on study_indicators.study_code = studies.study_code
    left join winsor_limits
        on
            study_indicators.study_code = winsor_limits.study_code
            and study_indicators.indicator_code = winsor_limits.indicator_code
)

select * from final
