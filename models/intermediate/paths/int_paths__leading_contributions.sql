with
assignments as (
    select * from {{ ref('int_paths__assignments') }}
    where path_code is not null
),

contributions as (
    select * from {{ ref('int_paths__sample_contributions') }}
),

features as (
    select * from {{ ref('int_paths__features') }}
),

dimensions as (
    select * from {{ ref('dimensions') }}
),

placed as (
    select
        contributions.*,
        -- a low score in one dimension speaks for the path of another
        case when features.standardized_score < 0 then '较低的' else '' end
        || dimensions.name_zh as phrase_zh,
        case when features.standardized_score < 0 then 'low ' else '' end
        || lower(dimensions.name_en) as phrase_en,
        row_number() over (
            partition by contributions.study_code, contributions.unit_code, contributions.year
            order by contributions.contribution desc nulls last, dimensions.position asc
        ) as place
    from contributions
    inner join assignments
        on
            contributions.study_code = assignments.study_code
            and contributions.unit_code = assignments.unit_code
            and contributions.year = assignments.year
            and contributions.path_code = assignments.path_code
    inner join features
        on
            contributions.study_code = features.study_code
            and contributions.unit_code = features.unit_code
            and contributions.year = features.year
            and contributions.dimension_code = features.dimension_code
    inner join dimensions
        on contributions.dimension_code = dimensions.dimension_code
),

final as (
    select
        study_code,
        unit_code,
        year,
        max(case when place = 1 then dimension_code end) as first_dimension_code,
        max(case when place = 1 then contribution end) as first_contribution,
        max(case when place = 1 then phrase_zh end) as first_phrase_zh,
        max(case when place = 1 then phrase_en end) as first_phrase_en,
        max(case when place = 2 then dimension_code end) as second_dimension_code,
        max(case when place = 2 then contribution end) as second_contribution,
        max(case when place = 2 then phrase_zh end) as second_phrase_zh,
        max(case when place = 2 then phrase_en end) as second_phrase_en
    from placed
    group by study_code, unit_code, year
)

select * from final
