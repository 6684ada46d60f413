-- What sources say of months, quarters and spans since January, with the rule of their indicator.
with
outcomes as (
    select * from {{ ref('int_indicators__record_outcomes') }}
    where outcome = 'loaded' and period_code != '' and value is not null
),

study_indicators as (
    select * from {{ ref('stg_config__study_indicators') }}
),

spans as (
    select
        outcomes.*,
        study_indicators.to_year_code,
        study_indicators.growth_of_code,
        study_indicators.measure_unit,
        coalesce(study_indicators.to_year_code, '') in ('sum', 'cumulated') as is_flow,
        substr(outcomes.period_code, 6, 2)::integer as first_month,
        right(outcomes.period_code, 2)::integer as last_month
    from outcomes
    inner join study_indicators
        on
            outcomes.study_code = study_indicators.study_code
            and outcomes.indicator_code = study_indicators.indicator_code
),

-- the longest step that all periods of an indicator keep to: years, halves, quarters or months
steps as (
    select
        study_code,
        indicator_code,
        case
            when min(case when first_month = 1 and last_month = 12 then 1 else 0 end) = 1 then 12
            when
                min(case when first_month in (1, 7) and last_month in (6, 12) then 1 else 0 end)
                = 1
                then 6
            when
                min(case when first_month % 3 = 1 and last_month % 3 = 0 then 1 else 0 end) = 1
                then 3
            else 1
        end as months_per_period
    from spans
    group by study_code, indicator_code
),

final as (
    select
        spans.study_code,
        spans.unit_code,
        spans.indicator_code,
        spans.year,
        spans.first_month,
        spans.last_month,
        spans.value,
        spans.is_flow,
        spans.to_year_code,
        spans.growth_of_code,
        spans.measure_unit,
        steps.months_per_period,
        spans.is_study_year,
        spans.source_file,
        spans.sheet_name,
        spans.row_number
    from spans
    inner join steps
        on
            spans.study_code = steps.study_code
            and spans.indicator_code = steps.indicator_code
)

select * from final
