-- A view: it is read once.
{{ config(materialized='view') }}

with
studies as (
    select * from {{ ref('stg_config__studies') }}
),

final as (
    select
        study_code,
        design,
        winsor_lower,
        winsor_upper,
        min_observed_share
    from studies
    where design is not null
)

select * from final
