{% set scopes = {
    'all': ("'all'", '0'),
    'province': ('samples.province_code', '0'),
    'year': ("'all'", 'probabilities.year'),
    'province_year': ('samples.province_code', 'probabilities.year'),
} %}

with
assignments as (
    {{ nested_rows('int_paths__results', 'assignments') }}
),

probabilities as (
    {{ nested_rows('int_paths__results', 'probabilities') }}
),

samples as (
    select * from {{ ref('int_paths__samples') }}
),

studies as (
    select * from {{ ref('stg_config__studies') }}
),

counted as (
    {% for scope, (province, year) in scopes.items() %}
        select
            probabilities.study_code,
            '{{ scope }}' as scope_code,
            {{ province }} as province_code,
            {{ year }} as year,
            probabilities.path_code,
            count(*) as n_all,
            count(*) filter (where probabilities.path_code = assignments.path_code) as n_samples,
            {{ exact_sum('probabilities.vote_share') }} as vote_share_sum,
            {{ exact_sum(
                'case when probabilities.path_code = assignments.path_code '
                ~ 'then assignments.confidence end'
            ) }} as confidence_sum
        from probabilities
        inner join assignments
            on
                probabilities.study_code = assignments.study_code
                and probabilities.unit_code = assignments.unit_code
                and probabilities.year = assignments.year
        inner join samples
            on
                probabilities.study_code = samples.study_code
                and probabilities.unit_code = samples.unit_code
                and probabilities.year = samples.year
        group by all
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

final as (
    select
        counted.study_code::string as study_code,
        counted.scope_code::string as scope_code,
        counted.province_code::string as province_code,
        counted.year::integer as year,
        counted.path_code::string as path_code,
        counted.n_samples::integer as n_samples,
        (1e0 * counted.n_samples / counted.n_all)::double as path_share,
        (counted.vote_share_sum / counted.n_all)::double as mean_vote_share,
        (counted.confidence_sum / nullif(counted.n_samples, 0))::double as mean_confidence,
        studies.is_synthetic::boolean as is_synthetic
    from counted
    inner join studies
        on counted.study_code = studies.study_code
)

select * from final
