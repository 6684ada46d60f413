-- The masses of every unit and year: values after corrections and imputation, never winsorised.
with
networks as (
    select * from {{ ref('int_networks__networks') }}
    where network_kind = 'gravity'
),

masses as (
    select * from {{ source('networks', 'study_network_masses') }}
),

years as (
    select * from {{ ref('int_networks__years') }}
),

study_units as (
    select * from {{ source('config', 'study_units') }}
),

values_ as (
    select
        study_code,
        unit_code,
        year,
        indicator_code,
        imputed_value,
        is_imputed
    from {{ ref('int_indicators__imputed_values') }}
),

needed as (
    select
        study_code,
        network_code,
        indicator_code,
        true as is_mass
    from masses
    union
    select
        study_code,
        network_code,
        mass_share_code as indicator_code,
        false as is_mass
    from networks
    union
    select
        study_code,
        network_code,
        income_code as indicator_code,
        false as is_mass
    from networks
    union
    select
        study_code,
        network_code,
        people_code as indicator_code,
        false as is_mass
    from networks
),

wanted as (
    select
        study_code,
        network_code,
        indicator_code,
        bool_or(is_mass) as is_mass
    from needed
    where indicator_code is not null
    group by study_code, network_code, indicator_code
),

final as (
    select
        wanted.study_code,
        wanted.network_code,
        years.year,
        study_units.unit_code,
        wanted.indicator_code,
        wanted.is_mass,
        values_.imputed_value as mass,
        coalesce(values_.is_imputed, false) as is_imputed,
        case
            when values_.imputed_value is null then 'mass_missing'
            when values_.imputed_value < 0 then 'mass_negative'
            when values_.imputed_value = 0 then 'mass_zero'
        end as finding_code
    from wanted
    inner join years
        on
            wanted.study_code = years.study_code
            and wanted.network_code = years.network_code
    inner join study_units
        on wanted.study_code = study_units.study_code
    left join values_
        on
            wanted.study_code = values_.study_code
            and wanted.indicator_code = values_.indicator_code
            and study_units.unit_code = values_.unit_code
            and years.year = values_.year
)

select * from final
