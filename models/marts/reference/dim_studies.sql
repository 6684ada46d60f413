with
studies as (
    select * from {{ ref('stg_config__studies') }}
),

study_units as (
    select
        study_code,
        count(*) as n_units
    from {{ source('config', 'study_units') }}
    group by study_code
),

study_indicators as (
    select
        study_code,
        count(*) as n_indicators
    from {{ ref('stg_config__study_indicators') }}
    group by study_code
),

final as (
    select
        studies.study_code,
        studies.study_name_zh,
        studies.study_name_en,
        studies.description,
        studies.is_synthetic,
        studies.unit_level,
        studies.first_year,
        studies.last_year,
        coalesce(study_units.n_units, 0)::bigint as n_units,
        coalesce(study_indicators.n_indicators, 0)::bigint as n_indicators,
        studies.max_gap_years,
        studies.extend_edges,
        studies.winsor_lower,
        studies.winsor_upper,
        studies.entropy_scope,
        studies.weight_cap,
        studies.min_observed_share
    from studies
    left join study_units
        on studies.study_code = study_units.study_code
    left join study_indicators
        on studies.study_code = study_indicators.study_code
)

select * from final
