with

region_groups as (
    select * from {{ ref('stg_econometrics__region_groups') }}
),

final as (
    select
        study_code,
        region_group_code,
        unit_code
    from region_groups
    where unit_code is not null
)

select * from final
