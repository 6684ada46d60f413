-- For tools that hate joins: what the other marts say about a unit in a year, side by side. A study
-- may have several networks of its units; the first that it names stands here.
with

scores as (select * from {{ ref('fct_innovation_index') }}),

uncertainty as (select * from {{ ref('fct_index_uncertainty') }}),

paths as (select * from {{ ref('fct_path_assignments') }}),

path_types as (select * from {{ ref('dim_path_types') }}),

nodes as (select * from {{ ref('fct_network_nodes') }}),

theme_shares as (select * from {{ ref('fct_unit_year_themes') }}),

studies as (select * from {{ ref('dim_studies') }}),

units as (select * from {{ ref('dim_units') }}),

first_networks as (
    select * from {{ ref('int_networks__first_networks') }}
    where purpose_code = 'units'
),

city_nodes as (
    select nodes.*
    from nodes
    inner join first_networks
        on
            nodes.study_code = first_networks.study_code
            and nodes.network_code = first_networks.network_code
),

themes as (
    select
        study_code,
        unit_code,
        year,
        max_by(theme_code, theme_share) filter (where theme_share > 0) as leading_theme_code,
        {%- for theme in theme_codes() %}
            max(theme_share) filter (where theme_code = '{{ theme }}') as {{ theme }}_share
            {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from theme_shares
    group by study_code, unit_code, year
),

final as (
    select
        scores.study_code,
        studies.study_name_zh,
        studies.study_name_en,
        scores.unit_code,
        units.unit_name_zh,
        units.unit_name_en,
        units.province_name_zh,
        units.province_name_en,
        units.longitude,
        units.latitude,
        scores.year,
        scores.innovation_score,
        uncertainty.score_p05,
        uncertainty.score_p95,
        scores.rank_in_year,
        uncertainty.rank_p05,
        uncertainty.rank_p95,
        scores.rank_in_province,
        scores.score_change,
        scores.observed_weight_share,
        paths.path_code,
        path_types.path_name_zh,
        path_types.path_name_en,
        paths.confidence as path_confidence,
        paths.path_score,
        city_nodes.network_code,
        city_nodes.degree,
        city_nodes.relative_betweenness,
        city_nodes.role_code,
        themes.leading_theme_code,
        {%- for theme in theme_codes() %}
            themes.{{ theme }}_share,
        {%- endfor %}
        scores.is_synthetic
    from scores
    inner join studies
        on scores.study_code = studies.study_code
    left join units
        on scores.unit_code = units.unit_code
    left join uncertainty
        on
            scores.study_code = uncertainty.study_code
            and scores.unit_code = uncertainty.unit_code
            and scores.year = uncertainty.year
    left join paths
        on
            scores.study_code = paths.study_code
            and scores.unit_code = paths.unit_code
            and scores.year = paths.year
    left join path_types
        on paths.path_code = path_types.path_code
    left join city_nodes
        on
            scores.study_code = city_nodes.study_code
            and scores.unit_code = city_nodes.unit_code
            and scores.year = city_nodes.year
    left join themes
        on
            scores.study_code = themes.study_code
            and scores.unit_code = themes.unit_code
            and scores.year = themes.year
)

select * from final
