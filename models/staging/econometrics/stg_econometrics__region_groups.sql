with
study_region_groups as (
    select * from {{ source('econometrics', 'study_region_groups') }}
),

final as (
    select
        study_code,
        region_group_code,
        region_group_name_zh,
        region_group_name_en,
        unit_code,
        network_code,
        role_code,
        role_year,
        position as group_position
    from study_region_groups
)

select * from final
