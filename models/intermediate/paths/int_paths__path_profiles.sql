with
assignments as (
    select * from ({{ nested_rows('int_paths__results', 'assignments') }}) as nested
    where path_code is not null
),

contributions as (
    {{ nested_rows('int_paths__results', 'sample_contributions') }}
),

features as (
    select * from {{ ref('int_paths__features') }}
),

-- every dimension's part in the votes for the path that the unit-year is on
means as (
    select
        assignments.study_code,
        assignments.path_code,
        features.dimension_code,
        count(*) as n_samples,
        {{ exact_sum('contributions.contribution') }} / count(*) as contribution_mean,
        {{ exact_sum('features.fused_score') }} / count(*) as fused_score_mean,
        {{ exact_sum('features.standardized_score') }} / count(*) as standardized_mean
    from assignments
    inner join features
        on
            assignments.study_code = features.study_code
            and assignments.unit_code = features.unit_code
            and assignments.year = features.year
    inner join contributions
        on
            assignments.study_code = contributions.study_code
            and assignments.unit_code = contributions.unit_code
            and assignments.year = contributions.year
            and assignments.path_code = contributions.path_code
            and features.dimension_code = contributions.dimension_code
    group by assignments.study_code, assignments.path_code, features.dimension_code
),

final as (
    select
        *,
        row_number() over (
            partition by study_code, path_code
            order by contribution_mean desc nulls last, dimension_code asc
        ) as place_by_contribution,
        row_number() over (
            partition by study_code, path_code
            order by standardized_mean nulls last, dimension_code
        ) as place_by_gap
    from means
)

select * from final
