-- Only the cells that are missing pass through here: series without a gap are never expanded, so
-- the cost follows the gaps and not the size of the panel. Neighbours may lie outside the study's
-- years; imputed cells never serve as neighbours.
with
observed_values as (
    select * from {{ ref('int_indicators__observed_values') }}
    where raw_value is not null
),

studies as (
    select * from {{ ref('stg_config__studies') }}
),

study_units as (
    select * from {{ ref('stg_config__study_units') }}
),

study_indicators as (
    select * from {{ ref('stg_config__study_indicators') }}
),

study_years as (
    select * from {{ ref('stg_config__study_years') }}
),

filled_series as (
    select study_code, unit_code, indicator_code, count(*) as n_years
    from observed_values
    where is_study_year
    group by study_code, unit_code, indicator_code
),

series_with_gaps as (
    select
        study_units.study_code,
        study_units.unit_code,
        study_indicators.indicator_code,
        studies.extend_edges,
        coalesce(study_indicators.max_gap_years, studies.max_gap_years) as max_gap_years
    from study_units
    inner join studies
        on study_units.study_code = studies.study_code
    inner join study_indicators
        on study_units.study_code = study_indicators.study_code
    left join filled_series
        on study_units.study_code = filled_series.study_code
        and study_units.unit_code = filled_series.unit_code
        and study_indicators.indicator_code = filled_series.indicator_code
    where coalesce(filled_series.n_years, 0) < studies.last_year - studies.first_year + 1
),

history as (
    select observed_values.*
    from observed_values
    semi join series_with_gaps
        on observed_values.study_code = series_with_gaps.study_code
        and observed_values.unit_code = series_with_gaps.unit_code
        and observed_values.indicator_code = series_with_gaps.indicator_code
),

cells_of_gappy_series as (
    select series_with_gaps.*, study_years.year
    from series_with_gaps
    inner join study_years
        on series_with_gaps.study_code = study_years.study_code
),

missing_cells as (
    select cells.*
    from cells_of_gappy_series as cells
    anti join history
        on cells.study_code = history.study_code
        and cells.unit_code = history.unit_code
        and cells.indicator_code = history.indicator_code
        and cells.year = history.year
),

with_neighbours as (
    select
        missing.study_code,
        missing.unit_code,
        missing.year,
        missing.indicator_code,
        min(missing.max_gap_years) as max_gap_years,
        bool_or(missing.extend_edges) as extend_edges,
        max(history.year) filter (where history.year < missing.year) as year_before,
        min(history.year) filter (where history.year > missing.year) as year_after,
        max_by(history.raw_value, history.year)
            filter (where history.year < missing.year) as value_before,
        min_by(history.raw_value, history.year)
            filter (where history.year > missing.year) as value_after
    from missing_cells as missing
    left join history
        on missing.study_code = history.study_code
        and missing.unit_code = history.unit_code
        and missing.indicator_code = history.indicator_code
    group by missing.study_code, missing.unit_code, missing.year, missing.indicator_code
),

with_method as (
    select
        *,
        case
            when year_after - year_before - 1 > max_gap_years then null
            when year_after - year_before = 2 then 'adjacent_mean'
            when year_after > year_before then 'linear'
            -- an edge reaches no farther than a gap may be wide
            when extend_edges and year_before is not null and year - year_before <= max_gap_years
                then 'edge'
            when extend_edges and year_after is not null and year_after - year <= max_gap_years
                then 'edge'
        end as imputation_method
    from with_neighbours
),

final as (
    select
        study_code,
        unit_code,
        year,
        indicator_code,
        case imputation_method
            when 'adjacent_mean' then (value_before + value_after) / 2
            when 'linear'
                then value_before
                    + (value_after - value_before) * (year - year_before)
                    / (1e0 * (year_after - year_before))
            when 'edge' then coalesce(value_before, value_after)
        end as imputed_value,
        imputation_method
    from with_method
)

select * from final
