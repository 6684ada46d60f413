with
previous as (
    select * from {{ source('release', 'previous_index_contributions') }}
),

final as (
    select
        study_code,
        unit_code,
        year,
        indicator_code,
        normalized_value,
        weight,
        contribution
    from previous
)

select * from final
