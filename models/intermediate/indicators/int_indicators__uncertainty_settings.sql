with
studies as (
    select * from {{ ref('stg_config__studies') }}
),

uncertainty as (
    select * from {{ ref('stg_config__uncertainty') }}
),

final as (
    select
        studies.study_code,
        studies.winsor_lower,
        studies.winsor_upper,
        studies.entropy_scope,
        studies.weight_cap,
        studies.min_observed_share,
        uncertainty.draws,
        uncertainty.seed,
        uncertainty.is_leaving_one_out,
        uncertainty.weight_concentration
    from studies
    inner join uncertainty
        on studies.study_code = uncertainty.study_code
    where uncertainty.is_enabled
)

select * from final
