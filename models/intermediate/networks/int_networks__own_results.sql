-- What networks say about numbers that papers print.
with
printed as (
    select * from {{ ref('int_networks__first_networks') }}
),

node_measures as (
    select * from {{ ref('int_networks__node_measures') }}
),

nodes as (
    select * from {{ ref('int_networks__nodes') }}
    where is_listed
),

{% set statistics = {
    'out_degree': 'out_degree',
    'in_degree': 'in_degree',
    'degree': 'degree',
    'relative_betweenness': 'relative_betweenness',
    'closeness': 'closeness_out_ucinet',
} %}

measured as (
    {%- for statistic, column in statistics.items() %}
        select
            node_measures.study_code,
            '{{ statistic }}' as statistic,
            node_measures.unit_code,
            node_measures.year,
            node_measures.{{ column }}::double as own_value
        from node_measures
        inner join printed
            on
                node_measures.study_code = printed.study_code
                and node_measures.network_code = printed.network_code
                and printed.purpose_code = 'centrality'
        {% if not loop.last %}union all{% endif %}
    {%- endfor %}
),

ranked as (
    select
        *,
        row_number() over (
            partition by study_code, statistic, year order by own_value desc, unit_code asc
        ) as place
    from measured
),

totals as (
    select
        study_code,
        statistic,
        year,
        {{ sorted_sum('own_value') }} as total,
        {{ sorted_sum('case when place <= 2 then own_value end') }} as top_2,
        {{ sorted_sum('case when place <= 4 then own_value end') }} as top_4,
        count(*) as n_nodes
    from ranked
    group by study_code, statistic, year
),

final as (
    select
        study_code,
        statistic,
        unit_code,
        year,
        null::string as item_code,
        null::string as measure_unit,
        own_value
    from measured
    union all
    select
        study_code,
        statistic || '_mean' as statistic,
        null::string as unit_code,
        year,
        null::string as item_code,
        null::string as measure_unit,
        total / n_nodes as own_value
    from totals
    {%- for top in ['top_2', 'top_4'] %}
        union all
        select
            study_code,
            statistic || '_share' as statistic,
            null::string as unit_code,
            year,
            '{{ top }}' as item_code,
            '%' as measure_unit,
            1e2 * {{ top }} / nullif(total, 0) as own_value
        from totals
    {%- endfor %}
    union all
    select
        nodes.study_code,
        'n_enterprises' as statistic,
        null::string as unit_code,
        null::integer as year,
        null::string as item_code,
        null::string as measure_unit,
        count(*)::double as own_value
    from nodes
    inner join printed
        on
            nodes.study_code = printed.study_code
            and nodes.network_code = printed.network_code
            and printed.purpose_code = 'enterprises'
    group by nodes.study_code
)

select * from final
