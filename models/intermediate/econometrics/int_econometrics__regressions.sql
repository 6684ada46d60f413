with

regressions as (
    select * from {{ source('econometrics', 'study_regressions') }}
),

studies as (
    select * from {{ ref('stg_config__studies') }}
),

final as (
    select
        regressions.study_code,
        regressions.model_code,
        regressions.effects,
        regressions.covariance,
        regressions.value_basis,
        coalesce(regressions.first_year, studies.first_year) as first_year,
        coalesce(regressions.last_year, studies.last_year) as last_year,
        regressions.region_group_code,
        regressions.spatial_model,
        regressions.weights_code
    from regressions
    inner join studies
        on regressions.study_code = studies.study_code
)

select * from final
