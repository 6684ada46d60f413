with
studies as (
    select * from {{ source('config', 'studies') }}
),

final as (
    select
        study_code,
        {{ year_series('first_year', 'last_year') }} as year
    from studies
)

select * from final
