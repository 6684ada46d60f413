-- Neighbours may lie outside the study's years; imputed cells never serve as neighbours.
with
missing_cells as (
    select * from {{ ref('int_indicators__missing_cells') }}
),

history as (
    select * from {{ ref('int_indicators__observed_values') }}
    where raw_value is not null
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
        on
            missing.study_code = history.study_code
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
                then
                    value_before
                    + (value_after - value_before) * (year - year_before)
                    / (1e0 * (year_after - year_before))
            when 'edge' then coalesce(value_before, value_after)
        end as imputed_value,
        imputation_method
    from with_method
)

select * from final
