with

study_years as (
    select * from {{ ref('stg_config__study_years') }}
),

counted as (
    select
        study_code,
        year,
        {{ steps_per_year('year') }} as periods_per_year
    from study_years
),

final as (
    select
        study_code,
        year,
        {{ step_label('year') }} as period_name,
        cast(floor(year / nullif(periods_per_year, 0)) as integer) as calendar_year,
        cast(periods_per_year as integer) as periods_per_year
    from counted
)

select * from final
