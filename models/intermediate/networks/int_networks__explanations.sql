-- Which network is regressed on which in which year.
with
explanations as (
    select * from {{ source('networks', 'study_network_explanations') }}
),

years as (
    select * from {{ ref('int_networks__years') }}
),

final as (
    select
        explanations.study_code,
        explanations.network_code,
        years.year,
        explanations.explaining_code,
        explanations.position
    from explanations
    inner join years
        on
            explanations.study_code = years.study_code
            and explanations.network_code = years.network_code
)

select * from final
