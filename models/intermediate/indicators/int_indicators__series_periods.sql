-- Flows become single months or quarters: what is cumulated since January is taken apart.
-- Everything else (stocks, means, rates) stays as it is stated, for it has no differences.
with
series_cells as (
    select * from {{ ref('int_indicators__series_cells') }}
),

since_january as (
    select
        *,
        coalesce(lag(last_month) over series, 0) as last_month_before,
        coalesce(lag(value) over series, 0) as value_before
    from series_cells
    where is_flow and first_month = 1
    window
        series as (partition by study_code, unit_code, indicator_code, year order by last_month)
),

taken_apart as (
    select
        study_code,
        unit_code,
        indicator_code,
        year,
        last_month_before + 1 as first_month,
        last_month,
        value - value_before as value,
        case when last_month_before = 0 then 'stated' else 'from_cumulated' end as origin_code,
        is_flow,
        months_per_period,
        measure_unit,
        growth_of_code,
        source_file,
        sheet_name,
        row_number
    from since_january
),

as_stated as (
    select
        study_code,
        unit_code,
        indicator_code,
        year,
        first_month,
        last_month,
        value,
        'stated' as origin_code,
        is_flow,
        months_per_period,
        measure_unit,
        growth_of_code,
        source_file,
        sheet_name,
        row_number
    from series_cells
    where not is_flow or first_month > 1
),

pieces as (
    select * from taken_apart
    union all
    select * from as_stated
),

-- January and February are often published together only: they stay one period then
final as (
    select *
    from pieces
    where
        not is_flow
        or last_month - first_month + 1 = months_per_period
        or months_per_period = 1 and first_month = 1 and last_month = 2
    qualify
        row_number() over (
            partition by study_code, unit_code, indicator_code, year, first_month, last_month
            order by origin_code desc
        ) = 1
)

select * from final
