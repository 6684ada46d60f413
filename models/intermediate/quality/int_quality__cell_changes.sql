-- How every cell moves against the years beside it. Growth is proportional, so indicators that are
-- positive nearly everywhere (95 % of cells) are compared as logarithms, the others as they are.
with
observed_values as (
    select * from {{ ref('int_indicators__observed_values') }}
    where raw_value is not null
),

scales as (
    select
        study_code,
        indicator_code,
        avg(case when raw_value > 0 then 1e0 else 0e0 end) >= 0.95 as is_log
    from observed_values
    group by study_code, indicator_code
),

scaled as (
    select
        observed_values.study_code,
        observed_values.unit_code,
        observed_values.indicator_code,
        observed_values.year,
        observed_values.raw_value,
        scales.is_log,
        case
            when scales.is_log then ln(nullif(greatest(observed_values.raw_value, 0), 0))
            else observed_values.raw_value
        end as x
    from observed_values
    inner join scales
        on
            observed_values.study_code = scales.study_code
            and observed_values.indicator_code = scales.indicator_code
    where not scales.is_log or observed_values.raw_value > 0
),

with_neighbours as (
    select
        *,
        lag(year) over series as year_before,
        lag(x) over series as x_before,
        lead(year) over series as year_after,
        lead(x) over series as x_after
    from scaled
    window series as (partition by study_code, indicator_code, unit_code order by year)
),

observed_cells as (
    select
        study_code,
        unit_code,
        year,
        indicator_code,
        is_log,
        raw_value,
        x,
        case when year_before = year - 1 then x_before end as x_before,
        case when year_after = year + 1 then x_after end as x_after
    from with_neighbours
),

-- a year without a value between two that have one: it can still say what was to be expected there
skipped_cells as (
    select
        study_code,
        unit_code,
        year - 1 as year,
        indicator_code,
        is_log,
        null::double as raw_value,
        null::double as x,
        x_before,
        x as x_after
    from with_neighbours
    where year_before = year - 2
),

cells as (
    select * from observed_cells
    union all
    select * from skipped_cells
),

final as (
    select
        *,
        (x_before + x_after) / 2 as neighbour_mean,
        x - (x_before + x_after) / 2 as bend,
        x - x_before as step,
        case when x is not null then x_after - x_before end as across
    from cells
)

select * from final
