with
settings as (
    select * from {{ ref('stg_knowledge_graph__settings') }}
),

studies as (
    select * from {{ ref('stg_config__studies') }}
),

final as (
    select
        settings.study_code,
        settings.methods,
        settings.half_life_years,
        settings.credit_share,
        settings.rating_shrinkage,
        settings.valid_share,
        settings.test_share,
        settings.context_share,
        settings.suspicious_quantile,
        settings.grace_years,
        settings.n_factors,
        settings.steps,
        settings.seed,
        studies.first_year,
        studies.last_year
    from settings
    inner join studies
        on settings.study_code = studies.study_code
)

select * from final
