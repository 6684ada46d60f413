{% set measures = [
    'degree', 'relative_betweenness', 'clustering', 'pagerank', 'in_degree', 'out_degree',
    'closeness_in', 'closeness_out', 'eigenvector',
] %}

with
networks as (
    select * from {{ ref('int_paths__networks') }}
),

node_measures as (
    select * from {{ ref('int_networks__node_measures') }}
    where unit_code is not null
),

study_years as (
    select * from {{ ref('stg_config__study_years') }}
),

-- of several nodes in one unit (its enterprises) the mean: how linked one of them is
unit_means as (
    select
        node_measures.study_code,
        node_measures.network_code,
        node_measures.unit_code,
        node_measures.year,
    {% for measure in measures %}
        {{ exact_sum('node_measures.' ~ measure) }}
        / nullif(count(node_measures.{{ measure }}), 0) as {{ measure }}
        {{- ',' if not loop.last }}
    {% endfor %}
    from node_measures
    inner join networks
        on
            node_measures.study_code = networks.study_code
            and node_measures.network_code = networks.network_code
    group by
        node_measures.study_code,
        node_measures.network_code,
        node_measures.unit_code,
        node_measures.year
),

year_counts as (
    select
        study_code,
        network_code,
        count(distinct year) as n_years
    from unit_means
    group by study_code, network_code
),

-- a network of one year is a structure: it stands for every year of the study
placed as (
    select
        unit_means.*,
        study_years.year as study_year
    from unit_means
    inner join year_counts
        on
            unit_means.study_code = year_counts.study_code
            and unit_means.network_code = year_counts.network_code
    inner join study_years
        on
            unit_means.study_code = study_years.study_code
            and (year_counts.n_years = 1 or unit_means.year = study_years.year)
),

final as (
    {% for measure in measures %}
        select
            study_code,
            unit_code,
            study_year as year,
            network_code || '.{{ measure }}' as feature_code,
            {{ measure }}::double as feature_value
        from placed
        {{ 'union all' if not loop.last }}
    {% endfor %}
)

select * from final
