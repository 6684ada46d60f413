-- What each text means: one row per spelling, so that joins with it never multiply.
{{ config(materialized='view') }}

with
resolutions as (
    select * from {{ ref('int_indicators__unit_resolutions') }}
    where mapping_code like 'network %'
),

final as (
    select
        study_code,
        substr(mapping_code, 9) as network_code,
        unit_name,
        unit_code,
        unit_status,
        candidates
    from resolutions
)

select * from final
