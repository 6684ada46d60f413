with
turns as (
    select * from {{ ref('int_paths__turns') }}
),

dimensions as (
    select * from {{ ref('dimensions') }}
),

placed as (
    select
        turns.*,
        dimensions.name_zh,
        dimensions.name_en,
        row_number() over (
            partition by turns.study_code, turns.unit_code, turns.year
            order by abs(turns.score_change) nulls last, dimensions.position
        ) as place
    from turns
    inner join dimensions
        on turns.dimension_code = dimensions.dimension_code
),

final as (
    select
        study_code,
        unit_code,
        year,
        dimension_code,
        name_zh,
        name_en,
        target_score,
        score_change,
        to_path_code
    from placed
    where place = 1
)

select * from final
