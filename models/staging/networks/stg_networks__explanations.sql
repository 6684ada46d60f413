with
study_network_explanations as (
    select * from {{ source('networks', 'study_network_explanations') }}
),

final as (
    select
        study_code,
        network_code,
        explaining_code,
        position
    from study_network_explanations
)

select * from final
