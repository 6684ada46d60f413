with
study_network_masses as (
    select * from {{ source('networks', 'study_network_masses') }}
),

final as (
    select
        study_code,
        network_code,
        indicator_code,
        position
    from study_network_masses
)

select * from final
