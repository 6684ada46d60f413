with
assignments as (
    select * from ({{ nested_rows('int_paths__results', 'assignments') }}) as nested
    where path_code is not null
),

samples as (
    select * from {{ ref('int_paths__samples') }}
),

path_types as (
    select * from {{ ref('int_paths__path_types') }}
),

joined as (
    select
        assignments.study_code,
        samples.province_code,
        assignments.year,
        assignments.path_code,
        path_types.position,
        samples.innovation_score,
        assignments.path_score,
        assignments.confidence
    from assignments
    inner join samples
        on
            assignments.study_code = samples.study_code
            and assignments.unit_code = samples.unit_code
            and assignments.year = samples.year
    inner join path_types
        on
            assignments.study_code = path_types.study_code
            and assignments.path_code = path_types.path_code
),

counted as (
    select
        study_code,
        province_code,
        year,
        path_code,
        count(*) as n_on_path,
        row_number() over (
            partition by study_code, province_code, year
            order by count(*) desc nulls last, min(position) nulls last
        ) as place
    from joined
    group by study_code, province_code, year, path_code
),

means as (
    select
        study_code,
        province_code,
        year,
        count(*) as n_units,
        {{ exact_sum('innovation_score') }} / nullif(count(innovation_score), 0)
            as innovation_score_mean,
        {{ exact_sum('path_score') }} / nullif(count(path_score), 0) as path_score_mean,
        {{ exact_sum('confidence') }} / count(*) as mean_confidence
    from joined
    group by study_code, province_code, year
),

final as (
    select
        means.study_code::string as study_code,
        means.province_code::string as province_code,
        means.year::integer as year,
        means.n_units::integer as n_units,
        means.innovation_score_mean::double as innovation_score_mean,
        (means.innovation_score_mean - last_year.innovation_score_mean)::double
            as innovation_score_change,
        means.path_score_mean::double as path_score_mean,
        means.mean_confidence::double as mean_confidence,
        counted.path_code::string as leading_path_code,
        (1e0 * counted.n_on_path / means.n_units)::double as leading_path_share
    from means
    inner join counted
        on
            means.study_code = counted.study_code
            and means.province_code = counted.province_code
            and means.year = counted.year
            and counted.place = 1
    left join means as last_year
        on
            means.study_code = last_year.study_code
            and means.province_code = last_year.province_code
            and means.year = last_year.year + 1
)

select * from final
