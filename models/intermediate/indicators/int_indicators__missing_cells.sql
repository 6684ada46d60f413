-- Only series with a gap are expanded, so the cost follows the gaps and not the size of the panel.
with
observed_values as (
    select * from {{ ref('int_indicators__observed_values') }}
    where is_study_year and raw_value is not null
),

studies as (
    select * from {{ ref('stg_config__studies') }}
),

study_units as (
    select * from {{ source('config', 'study_units') }}
),

study_indicators as (
    select * from {{ ref('stg_config__study_indicators') }}
),

study_years as (
    select * from {{ ref('stg_config__study_years') }}
),

filled_series as (
    select
        study_code,
        unit_code,
        indicator_code,
        count(*) as n_years
    from observed_values
    group by study_code, unit_code, indicator_code
),

series_with_gaps as (
    select
        study_units.study_code,
        study_units.unit_code,
        study_indicators.indicator_code,
        coalesce(study_indicators.extend_edges, studies.extend_edges) as extend_edges,
        coalesce(study_indicators.max_gap_years, studies.max_gap_years) as max_gap_years
    from study_units
    inner join studies
        on study_units.study_code = studies.study_code
    inner join study_indicators
        on study_units.study_code = study_indicators.study_code
    left join filled_series
        on
            study_units.study_code = filled_series.study_code
            and study_units.unit_code = filled_series.unit_code
            and study_indicators.indicator_code = filled_series.indicator_code
    where coalesce(filled_series.n_years, 0) < studies.last_year - studies.first_year + 1
),

cells as (
    select
        series_with_gaps.study_code,
        series_with_gaps.unit_code,
        study_years.year,
        series_with_gaps.indicator_code,
        series_with_gaps.max_gap_years,
        series_with_gaps.extend_edges
    from series_with_gaps
    inner join study_years
        on series_with_gaps.study_code = study_years.study_code
),

final as (
    select cells.*
    from cells
    anti join observed_values
        on
            cells.study_code = observed_values.study_code
            and cells.unit_code = observed_values.unit_code
            and cells.year = observed_values.year
            and cells.indicator_code = observed_values.indicator_code
)

select * from final
