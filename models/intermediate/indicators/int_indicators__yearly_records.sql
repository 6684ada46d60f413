-- What stands for a year: a yearly value of a source, else what its months or quarters come to by
-- the rule that the study states.
with
loaded_records as (
    select * from {{ ref('int_indicators__record_outcomes') }}
    where outcome = 'loaded' and period_code = ''
),

series_cells as (
    select * from {{ ref('int_indicators__series_cells') }}
    where to_year_code is not null
),

series_periods as (
    select
        *,
        min(last_month - first_month) over (
            partition by study_code, unit_code, indicator_code, year
        ) as shortest
    from {{ ref('int_indicators__series_periods') }}
),

-- complete when its periods cover the twelve months once
covered as (
    select
        study_code,
        unit_code,
        indicator_code,
        year,
        {{ exact_sum('value') }} as total,
        {{ exact_mean('value') }} as mean
    from series_periods
    where is_flow or last_month - first_month = shortest
    group by study_code, unit_code, indicator_code, year
    having sum(last_month - first_month + 1) = 12
),

stated as (
    select
        study_code,
        unit_code,
        indicator_code,
        year,
        to_year_code,
        max(case when first_month = 1 and last_month = 12 then value end) as whole_year,
        max_by(case when last_month = 12 then value end, 100 * last_month + first_month) as at_end,
        max_by(source_file, 100 * last_month + first_month) as source_file,
        max_by(sheet_name, 100 * last_month + first_month) as sheet_name,
        max_by(row_number, 100 * last_month + first_month) as row_number,
        max(case when is_study_year then 1 else 0 end) = 1 as is_study_year
    from series_cells
    group by study_code, unit_code, indicator_code, year, to_year_code
),

years as (
    select
        stated.*,
        case stated.to_year_code
            when 'sum' then coalesce(covered.total, stated.whole_year)
            when 'mean' then coalesce(stated.whole_year, covered.mean)
            when 'last' then stated.at_end
            when 'cumulated' then stated.whole_year
        end as value
    from stated
    left join covered
        on
            stated.study_code = covered.study_code
            and stated.unit_code = covered.unit_code
            and stated.indicator_code = covered.indicator_code
            and stated.year = covered.year
),

final as (
    select
        study_code,
        unit_code,
        year,
        indicator_code,
        value,
        is_study_year,
        source_file,
        sheet_name,
        row_number
    from loaded_records
    union all
    select
        years.study_code,
        years.unit_code,
        years.year,
        years.indicator_code,
        years.value,
        years.is_study_year,
        years.source_file,
        years.sheet_name,
        years.row_number
    from years
    anti join loaded_records
        on
            years.study_code = loaded_records.study_code
            and years.unit_code = loaded_records.unit_code
            and years.year = loaded_records.year
            and years.indicator_code = loaded_records.indicator_code
    where years.value is not null
)

select * from final
