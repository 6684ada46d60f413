with
study_units as (
    select * from {{ source('config', 'study_units') }}
),

final as (
    select
        study_code,
        unit_code,
        position as unit_position
    from study_units
)

select * from final
