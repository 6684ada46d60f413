with
assignments as (
    select * from {{ ref('int_paths__assignments') }}
    where path_code is not null
),

contributions as (
    select * from {{ ref('int_paths__sample_contributions') }}
),

dimensions as (
    select * from {{ ref('dimensions') }}
),

placed as (
    select
        contributions.*,
        dimensions.name_zh,
        dimensions.name_en,
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
        max(case when place = 1 then name_zh end) as first_name_zh,
        max(case when place = 1 then name_en end) as first_name_en,
        max(case when place = 2 then dimension_code end) as second_dimension_code,
        max(case when place = 2 then contribution end) as second_contribution,
        max(case when place = 2 then name_zh end) as second_name_zh,
        max(case when place = 2 then name_en end) as second_name_en
    from placed
    group by study_code, unit_code, year
)

select * from final
