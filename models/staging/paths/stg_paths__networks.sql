with
study_path_networks as (
    select * from {{ source('paths', 'study_path_networks') }}
),

final as (
    select
        study_code,
        network_code
    from study_path_networks
)

select * from final
