-- Printed degrees that no directed network can have.
with

published_results as (
    select * from {{ ref('published_results') }}
    where unit_code is not null
),

-- Every link leaves one node and enters one.
totals as (
    select
        paper,
        table_or_figure,
        sum(case when statistic = 'out_degree' then value end) as total_out,
        sum(case when statistic = 'in_degree' then value end) as total_in
    from published_results
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
    from published_results
    group by paper, table_or_figure, unit_code
),

final as (
    select
        published_results.paper,
        published_results.table_or_figure,
        published_results.row_label,
        published_results.column_label,
        published_results.statistic,
        'the out-degrees sum to ' || totals.total_out::integer || ', the in-degrees to '
        || totals.total_in::integer as contradiction,
        '出度合计为' || totals.total_out::integer || '，入度合计为' || totals.total_in::integer
            as contradiction_zh
    from published_results
    inner join totals
        on
            published_results.paper = totals.paper
            and published_results.table_or_figure = totals.table_or_figure
    where
        published_results.statistic in ('out_degree', 'in_degree')
        and totals.total_out <> totals.total_in
    union all
    select
        published_results.paper,
        published_results.table_or_figure,
        published_results.row_label,
        published_results.column_label,
        published_results.statistic,
        'a degree of ' || published_results.value::integer || ' does not go with an out-degree of '
        || nodes.out_degree::integer || ' and an in-degree of ' || nodes.in_degree::integer
            as contradiction,
        '度' || published_results.value::integer || '与出度' || nodes.out_degree::integer
        || '、入度' || nodes.in_degree::integer || '不符' as contradiction_zh
    from published_results
    inner join nodes
        on
            published_results.paper = nodes.paper
            and published_results.table_or_figure = nodes.table_or_figure
            and published_results.unit_code = nodes.unit_code
    where
        published_results.statistic = 'degree'
        and not published_results.value between greatest(nodes.out_degree, nodes.in_degree)
        and nodes.out_degree + nodes.in_degree
)

select * from final
