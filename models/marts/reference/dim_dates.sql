-- A calendar: MetricFlow wants one, and tools that know only dates join it by year.
with

study_years as (
    select distinct calendar_year as year
    from {{ ref('dim_periods') }}
    where calendar_year is not null
),

days as (
    select
        make_date(year, 1, 1) as first_day,
        {{ year_series(0, 365) }} as days_later
    from study_years
),

dates as (
    select
        first_day,
        (first_day + days_later::integer)::date as date_day
    from days
),

final as (
    select
        date_day,
        extract(year from date_day)::integer as year,
        extract(month from date_day)::integer as month
    from dates
    where extract(year from date_day) = extract(year from first_day)
)

select * from final
