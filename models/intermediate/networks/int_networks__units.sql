-- What each text means: one row per spelling, so that joins with it never multiply.
{{ config(materialized='view') }}

with
resolutions as (
    select * from {{ ref('int_indicators__unit_resolutions') }}
    where mapping_code like 'network %'
),

units as (
    select * from {{ ref('administrative_units') }}
),

final as (
    select
        resolutions.study_code,
        substr(resolutions.mapping_code, 9) as network_code,
        resolutions.unit_name,
        resolutions.unit_code,
        units.unit_name_zh,
        resolutions.unit_status,
        resolutions.candidates
    from resolutions
    left join units
        on resolutions.unit_code = units.unit_code
)

select * from final
