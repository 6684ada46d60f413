with
periods as (
    select * from {{ ref('int_indicators__series_periods') }}
),

cells as (
    select * from {{ ref('int_indicators__series_cells') }}
),

seasonal as (
    select * from {{ ref('int_indicators__seasonal') }}
),

-- January and February together are compared with the sum of the two
year_before as (
    select
        periods.study_code,
        periods.unit_code,
        periods.indicator_code,
        periods.year,
        periods.first_month,
        periods.last_month,
        {{ exact_sum('earlier.value') }} as value_before
    from periods
    inner join periods as earlier
        on
            periods.study_code = earlier.study_code
            and periods.unit_code = earlier.unit_code
            and periods.indicator_code = earlier.indicator_code
            and periods.year = earlier.year + 1
            and periods.first_month <= earlier.first_month
            and periods.last_month >= earlier.last_month
            and (
                periods.is_flow
                or periods.first_month = earlier.first_month
                and periods.last_month = earlier.last_month
            )
    group by all
    having
        sum(earlier.last_month - earlier.first_month + 1)
        = min(periods.last_month - periods.first_month + 1)
),

stated_totals as (
    select * from cells
    where is_flow and first_month = 1
),

-- where the source gives no total since January, it is the sum, if no period is missing
summed as (
    select
        periods.study_code,
        periods.unit_code,
        periods.indicator_code,
        periods.year,
        periods.last_month,
        {{ exact_sum('earlier.value') }} as value_since_january
    from periods
    inner join periods as earlier
        on
            periods.study_code = earlier.study_code
            and periods.unit_code = earlier.unit_code
            and periods.indicator_code = earlier.indicator_code
            and periods.year = earlier.year
            and periods.last_month >= earlier.last_month
    where periods.is_flow
    group by
        periods.study_code, periods.unit_code, periods.indicator_code, periods.year,
        periods.first_month, periods.last_month
    having sum(earlier.last_month - earlier.first_month + 1) = max(periods.last_month)
),

stated_growth as (
    select
        study_code,
        unit_code,
        growth_of_code as indicator_code,
        year,
        first_month,
        last_month,
        max(value) as growth_pct
    from cells
    where growth_of_code is not null
    group by all
),

joined as (
    select
        periods.*,
        case
            when periods.first_month = periods.last_month then 'month'
            when periods.last_month - periods.first_month = 2 and periods.last_month % 3 = 0
                then 'quarter'
            when periods.first_month = 1 and periods.last_month = 12 then 'year'
            else 'span'
        end as period_kind,
        coalesce(stated_totals.value, summed.value_since_january) as cumulated_value,
        case
            when periods.measure_unit not in ('%', '‰', '比率') and year_before.value_before > 0
                then 100 * (periods.value / year_before.value_before - 1)
        end as growth_pct,
        stated_growth.growth_pct as stated_growth_pct,
        total_growth.growth_pct as stated_cumulated_growth_pct,
        seasonal.seasonally_adjusted_value
    from periods
    left join year_before
        on {{ same_period('periods', 'year_before') }}
    left join stated_totals
        on
            {{ same_series('periods', 'stated_totals') }}
            and periods.year = stated_totals.year
            and periods.last_month = stated_totals.last_month
    left join summed
        on
            {{ same_series('periods', 'summed') }}
            and periods.year = summed.year
            and periods.last_month = summed.last_month
    left join stated_growth
        on {{ same_period('periods', 'stated_growth') }}
    left join stated_growth as total_growth
        on
            {{ same_series('periods', 'total_growth') }}
            and periods.year = total_growth.year
            and total_growth.first_month = 1
            and periods.last_month = total_growth.last_month
    left join seasonal
        on {{ same_period('periods', 'seasonal') }}
),

final as (
    select
        {{ contracted(
            period_code="year || '-' || case period_kind
                when 'quarter' then 'Q' || round(last_month / 3)::integer
                when 'month' then lpad(first_month::string, 2, '0')
                else lpad(first_month::string, 2, '0') || '/' || lpad(last_month::string, 2, '0')
            end",
            source_row_number='row_number'
        ) }}
    from joined
)

select * from final
