with

spatial_weights as (
    select distinct study_code from {{ source('econometrics', 'study_spatial_weights') }}
),

study_units as (
    select * from {{ source('config', 'study_units') }}
),

units as (
    select * from {{ ref('int_units__registered') }}
),

final as (
    select distinct
        units.unit_code,
        units.longitude,
        units.latitude,
        {{ var('network_earth_radius_km') }}::double as earth_radius_km
    from study_units
    inner join spatial_weights
        on study_units.study_code = spatial_weights.study_code
    inner join units
        on study_units.unit_code = units.unit_code
)

select * from final
