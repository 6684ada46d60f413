{% set scopes = {
    'all': "'all'",
    'province': 'province_code',
    'year': 'year::string',
    'path': 'path_code',
} %}
with

features as (
    select * from {{ ref('int_paths__features') }}
    where fused_score is not null
),

samples as (
    select * from {{ ref('int_paths__samples') }}
),

assignments as (
    {{ nested_rows('int_paths__results', 'assignments') }}
),

dimension_scores as (
    select * from {{ ref('int_indicators__dimension_scores') }}
),

joined as (
    select
        features.*,
        samples.province_code,
        assignments.path_code,
        dimension_scores.dimension_score
    from features
    inner join samples
        on
            features.study_code = samples.study_code
            and features.unit_code = samples.unit_code
            and features.year = samples.year
    left join assignments
        on
            features.study_code = assignments.study_code
            and features.unit_code = assignments.unit_code
            and features.year = assignments.year
    left join dimension_scores
        on
            features.study_code = dimension_scores.study_code
            and features.unit_code = dimension_scores.unit_code
            and features.year = dimension_scores.year
            and features.dimension_code = dimension_scores.dimension_code
),

scoped as (
    {% for scope, value in scopes.items() %}
        select
            *,
            '{{ scope }}' as scope_code,
            {{ value }} as scope_value
        from joined
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

means as (
    select
        study_code,
        scope_code,
        scope_value,
        dimension_code,
        count(*) as n_samples,
    {% for name in ['dimension', 'fused', 'structured', 'text', 'network'] %}
        {{ exact_sum(name ~ '_score') }} / nullif(count({{ name }}_score), 0)
            as {{ name }}_score_mean{{ ',' if not loop.last }}
    {% endfor %}
    from scoped
    where scope_value is not null
    group by study_code, scope_code, scope_value, dimension_code
),

ranked as (
    select
        *,
        rank() over (
            partition by study_code, scope_code, scope_value
            order by fused_score_mean desc nulls last
        ) as rank_in_scope
    from means
),

final as (
    select
        {{ contracted() }}
    from ranked
)

select * from final
