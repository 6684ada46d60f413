-- The links that graph algorithms see: those of the 0–1 matrix with their strength.
{{ config(materialized='view') }}

with
links as (
    select * from {{ ref('int_networks__links') }}
    where is_linked
),

final as (
    select
        study_code,
        network_code,
        year,
        from_node,
        to_node,
        strength as weight
    from links
)

select * from final
