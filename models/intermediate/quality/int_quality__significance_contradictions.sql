-- Printed statistics of single coefficients that no t or z can be, or whose p is another one's.
with

published_results as (
    select * from {{ ref('published_results') }}
),

statistics as (
    select * from published_results
    where statistic = 'regression_t_value'
),

p_values as (
    select * from published_results
    where statistic = 'regression_p_value'
),

paired as (
    select
        p_values.paper,
        p_values.table_or_figure,
        p_values.row_label,
        p_values.column_label,
        p_values.statistic,
        p_values.value as printed_p,
        p_values.decimals,
        statistics.value as printed_statistic,
        {{ two_sided_p('statistics.value') }} as normal_p
    from p_values
    inner join statistics
        on
            p_values.paper = statistics.paper
            and p_values.table_or_figure = statistics.table_or_figure
            and p_values.row_label = statistics.row_label
            and p_values.study_code = statistics.study_code
            and p_values.item_code = statistics.item_code
),

final as (
    -- F is a sum of squares
    select
        paper,
        table_or_figure,
        row_label,
        column_label,
        statistic,
        {{ message('contradictions.negative_f') }} as contradiction
    from statistics
    where value < 0 and {{ matches('column_label', '(^| )F$') }}
    union all
    -- A p of z is the smallest; with ten degrees of freedom a t has at most 1.7 times as much and
    -- a hundredth. A hundredth more or less says nothing.
    select
        paper,
        table_or_figure,
        row_label,
        column_label,
        statistic,
        {{ message('contradictions.p_value', {
            'statistic': readable('printed_statistic'), 'p': readable('round(normal_p, 3)')
        }) }} as contradiction
    from paired
    where
        printed_p < normal_p - 0.01 - 0.5 * power(1e1, -decimals)
        or printed_p > 1.7 * normal_p + 0.01 + 0.5 * power(1e1, -decimals)
)

select * from final
