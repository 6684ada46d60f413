-- Numbers of a paper that cannot all be right, found by rules and not by hand.
with

published_results as (
    select
        *,
        -- 75.68 % and 0.756 are the same statement: compared as plain numbers
        value * case when measure_unit = '%' then 1e-2 else 1 end as plain_value,
        power(1e1, -decimals) * case when measure_unit = '%' then 1e-2 else 1 end as last_digit,
        coalesce(unit_code, '') || '/' || coalesce(year::varchar, '') || '/'
        || coalesce(item_code, '') as place
    from {{ ref('published_results') }}
),

degree_contradictions as (
    select * from {{ ref('int_quality__degree_contradictions') }}
),

share_contradictions as (
    select * from {{ ref('int_quality__share_contradictions') }}
),

significance_contradictions as (
    select * from {{ ref('int_quality__significance_contradictions') }}
),

-- Papers cut as often as they round, so a whole unit of the coarser last digit is allowed. Two rows
-- of one table mean two things even where the seed names them alike.
printed_twice as (
    select
        one.paper,
        one.table_or_figure,
        one.row_label,
        one.column_label,
        one.statistic,
        other.table_or_figure || ' prints ' || other.value
        || coalesce(' ' || other.measure_unit, '') as contradiction,
        other.table_or_figure || '中为' || other.value
        || coalesce(other.measure_unit, '') as contradiction_zh
    from published_results as one
    inner join published_results as other
        on
            one.paper = other.paper
            and one.study_code = other.study_code
            and one.statistic = other.statistic
            and one.place = other.place
            and one.table_or_figure <> other.table_or_figure
    where
        abs(one.plain_value - other.plain_value)
        > greatest(one.last_digit, other.last_digit) * (1 + 1e-9)
),

all_contradictions as (
    select * from printed_twice
    union all
    select * from degree_contradictions
    union all
    select * from share_contradictions
    union all
    select * from significance_contradictions
),

final as (
    select
        paper,
        table_or_figure,
        row_label,
        column_label,
        statistic,
        {{ join_texts('contradiction') }} as contradiction,
        {{ join_texts('contradiction_zh', '；') }} as contradiction_zh
    from all_contradictions
    group by paper, table_or_figure, row_label, column_label, statistic
)

select * from final
