-- The level is resolved here: a mapping that names none reads units of the study's level.
with
source_mappings as (
    select * from {{ source('config', 'source_mappings') }}
),

studies as (
    select * from {{ source('config', 'studies') }}
),

final as (
    select
        source_mappings.study_code,
        source_mappings.mapping_code,
        coalesce(source_mappings.priority, 0) as priority,
        coalesce(source_mappings.unit_level, studies.unit_level) as unit_level,
        source_mappings.description,
        source_mappings.file_pattern
    from source_mappings
    left join studies
        on source_mappings.study_code = studies.study_code
)

select * from final
