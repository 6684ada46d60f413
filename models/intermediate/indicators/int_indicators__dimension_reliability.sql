with

normalized_values as (
    select * from {{ ref('int_indicators__normalized_values') }}
),

value_ranges as (
    select * from {{ ref('int_indicators__value_ranges') }}
),

-- Constants carry no variance: counting them as indicators would only inflate m / (m - 1).
varying as (
    select
        study_code,
        dimension_code,
        indicator_code,
        count(*) over (partition by study_code, dimension_code) as n_indicators
    from value_ranges
    where not is_constant
),

cells as (
    select
        normalized_values.study_code,
        varying.dimension_code,
        varying.n_indicators,
        normalized_values.unit_code,
        normalized_values.year,
        normalized_values.indicator_code,
        normalized_values.normalized_value
    from normalized_values
    inner join varying
        on
            normalized_values.study_code = varying.study_code
            and normalized_values.indicator_code = varying.indicator_code
    where normalized_values.normalized_value is not null
),

-- The mean of a row stands for its total: var(total) = m^2 var(mean).
complete_rows as (
    select
        study_code,
        dimension_code,
        unit_code,
        year,
        {{ exact_sum('normalized_value') }} / n_indicators as row_mean
    from cells
    group by study_code, dimension_code, unit_code, year, n_indicators
    having count(*) = n_indicators
),

item_sums as (
    select
        cells.study_code,
        cells.dimension_code,
        cells.n_indicators,
        count(*) as n_rows,
        {{ exact_sum('cells.normalized_value') }} as item_sum,
        {{ exact_sum('power(cells.normalized_value, 2)') }} as item_squares
    from cells
    inner join complete_rows
        on
            cells.study_code = complete_rows.study_code
            and cells.dimension_code = complete_rows.dimension_code
            and cells.unit_code = complete_rows.unit_code
            and cells.year = complete_rows.year
    group by cells.study_code, cells.dimension_code, cells.n_indicators, cells.indicator_code
),

item_squares as (
    select
        study_code,
        dimension_code,
        n_indicators,
        n_rows,
        {{ exact_sum('(item_squares - power(item_sum, 2) / n_rows) / n_rows') }} as item_variance
    from item_sums
    group by study_code, dimension_code, n_indicators, n_rows
),

row_squares as (
    select
        study_code,
        dimension_code,
        ({{ exact_sum('power(row_mean, 2)') }} - power({{ exact_sum('row_mean') }}, 2) / count(*))
        / count(*) as row_variance
    from complete_rows
    group by study_code, dimension_code
),

final as (
    select
        item_squares.study_code,
        item_squares.dimension_code,
        item_squares.n_indicators,
        item_squares.n_rows,
        case
            when item_squares.n_indicators > 1 and row_squares.row_variance > 1e-15
                then
                    -- parallel indicators: the last bit of the ratio may lie above 1
                    least(1e0, item_squares.n_indicators / (item_squares.n_indicators - 1e0) * (
                        1 - item_squares.item_variance
                        / (power(item_squares.n_indicators, 2) * row_squares.row_variance)
                    ))
        end as cronbach_alpha
    from item_squares
    inner join row_squares
        on
            item_squares.study_code = row_squares.study_code
            and item_squares.dimension_code = row_squares.dimension_code
)

select * from final
