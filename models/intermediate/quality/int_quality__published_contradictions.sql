-- Numbers of a paper that cannot all be right, found by rules and not by hand.
with

significance_contradictions as (
    select * from {{ ref('int_quality__significance_contradictions') }}
),

unit_results as (
    select * from {{ ref('published_results') }}
    where unit_code is not null
),

shares as (
    select * from {{ ref('published_results') }}
    where statistic = 'path_share'
),

study_units as (
    select * from {{ source('config', 'study_units') }}
),

units as (
    select * from {{ ref('int_units__registered') }}
),

provinces as (
    select
        study_units.study_code,
        units.province_code,
        count(*) as n_units,
        count(*) over (partition by study_units.study_code) as n_provinces
    from study_units
    inner join units
        on study_units.unit_code = units.unit_code
    group by study_units.study_code, units.province_code
),

implied as (
    select
        shares.paper,
        shares.study_code,
        shares.item_code,
        sum(shares.value * provinces.n_units) / sum(provinces.n_units) as implied_value,
        max(power(1e1, -shares.decimals)) as last_digit
    from shares
    inner join provinces
        on
            shares.study_code = provinces.study_code
            and shares.unit_code = provinces.province_code
    group by shares.paper, shares.study_code, shares.item_code
    having count(*) = max(provinces.n_provinces)
),

-- A share of the whole study is the mean of the shares of its provinces, each counting with its
-- units. Checked where a paper prints every province of the study.
share_contradictions as (
    select
        shares.paper,
        shares.table_or_figure,
        shares.row_label,
        shares.column_label,
        shares.statistic,
        {{ message('contradictions.shares', {
            'value': 'round(implied.implied_value, 2)'
        }) }} as contradiction
    from shares
    inner join implied
        on
            shares.paper = implied.paper
            and shares.study_code = implied.study_code
            and shares.item_code = implied.item_code
    where
        shares.unit_code is null
        and abs(shares.value - implied.implied_value) > implied.last_digit
),

-- Every link leaves one node and enters one.
totals as (
    select
        paper,
        table_or_figure,
        sum(case when statistic = 'out_degree' then value end) as total_out,
        sum(case when statistic = 'in_degree' then value end) as total_in
    from unit_results
    group by paper, table_or_figure
    -- a sentence that names one city is no list of all links
    having count(distinct unit_code) > 1
),

-- A node has at least as many neighbours as links of one kind, and at most as many as of both.
nodes as (
    select
        paper,
        table_or_figure,
        unit_code,
        max(case when statistic = 'out_degree' then value end) as out_degree,
        max(case when statistic = 'in_degree' then value end) as in_degree
    from unit_results
    group by paper, table_or_figure, unit_code
),

-- Printed degrees that no directed network can have.
degree_contradictions as (
    select
        unit_results.paper,
        unit_results.table_or_figure,
        unit_results.row_label,
        unit_results.column_label,
        unit_results.statistic,
        {{ message('contradictions.sums_of_degrees', {
            'total_out': 'totals.total_out::integer', 'total_in': 'totals.total_in::integer'
        }) }} as contradiction
    from unit_results
    inner join totals
        on
            unit_results.paper = totals.paper
            and unit_results.table_or_figure = totals.table_or_figure
    where
        unit_results.statistic in ('out_degree', 'in_degree')
        and totals.total_out <> totals.total_in
    union all
    select
        unit_results.paper,
        unit_results.table_or_figure,
        unit_results.row_label,
        unit_results.column_label,
        unit_results.statistic,
        {{ message('contradictions.degree', {
            'degree': 'unit_results.value::integer',
            'out_degree': 'nodes.out_degree::integer',
            'in_degree': 'nodes.in_degree::integer',
        }) }} as contradiction
    from unit_results
    inner join nodes
        on
            unit_results.paper = nodes.paper
            and unit_results.table_or_figure = nodes.table_or_figure
            and unit_results.unit_code = nodes.unit_code
    where
        unit_results.statistic = 'degree'
        and not unit_results.value between greatest(nodes.out_degree, nodes.in_degree)
        and nodes.out_degree + nodes.in_degree
),

published_results as (
    select
        *,
        -- 75.68 % and 0.756 are the same statement: compared as plain numbers
        value * case when measure_unit = '%' then 1e-2 else 1 end as plain_value,
        power(1e1, -decimals) * case when measure_unit = '%' then 1e-2 else 1 end as last_digit,
        coalesce(unit_code, '') || '/' || coalesce(year::string, '') || '/'
        || coalesce(item_code, '') as place
    from {{ ref('published_results') }}
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
        {{ message('contradictions.printed_twice', {
            'place': 'other.table_or_figure',
            'value': [
                "other.value || coalesce(other.measure_unit, '')",
                "other.value || coalesce(' ' || other.measure_unit, '')",
            ],
        }) }} as contradiction
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

words as (
    {{ words_of(['quality']) }}
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

said as (
    select
        found.paper,
        found.table_or_figure,
        found.row_label,
        found.column_label,
        found.statistic,
        {{ told("'[' || found.contradiction || ']'", 'en') }} as contradiction,
        {{ told("'[' || found.contradiction || ']'", 'zh') }} as contradiction_zh
    from all_contradictions as found
    cross join words
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
    from said
    group by paper, table_or_figure, row_label, column_label, statistic
)

select * from final
