with
settings as (
    select * from {{ ref('stg_paths__settings') }}
),

study_units as (
    select * from {{ source('config', 'study_units') }}
),

study_years as (
    select * from {{ ref('stg_config__study_years') }}
),

units as (
    select * from {{ ref('int_units__registered') }}
),

scores as (
    select * from {{ ref('int_indicators__scores') }}
),

labels as (
    select * from {{ ref('int_paths__record_outcomes') }}
    where outcome = 'loaded'
),

final as (
    select
        settings.study_code,
        study_units.unit_code,
        study_years.year,
        units.province_code,
        scores.innovation_score,
        labels.path_code as expert_path_code
    from settings
    inner join study_units
        on settings.study_code = study_units.study_code
    inner join study_years
        on settings.study_code = study_years.study_code
    inner join units
        on study_units.unit_code = units.unit_code
    left join scores
        on
            settings.study_code = scores.study_code
            and study_units.unit_code = scores.unit_code
            and study_years.year = scores.year
    left join labels
        on
            settings.study_code = labels.study_code
            and study_units.unit_code = labels.unit_code
            and study_years.year = labels.year
)

select * from final
