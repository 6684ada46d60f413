{{ config(materialized='view') }}

with
settings as (
    select * from {{ ref('stg_paths__settings') }}
),

networks as (
    select * from {{ ref('stg_networks__networks') }}
),

named as (
    select * from {{ source('paths', 'study_path_networks') }}
),

final as (
    select
        networks.study_code,
        networks.network_code,
        networks.network_name_zh,
        networks.network_name_en
    from networks
    inner join settings
        on networks.study_code = settings.study_code
    left join named
        on
            networks.study_code = named.study_code
            and networks.network_code = named.network_code
    where named.network_code is not null or not settings.has_networks_named
)

select * from final
