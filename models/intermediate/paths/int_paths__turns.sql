{{ config(materialized='view') }}

with
results as (
    select * from {{ ref('int_paths__results') }}
),

final as (
    select
        study_code,
        {{ struct_rows('turns') }}
    from results
)

select * from final
