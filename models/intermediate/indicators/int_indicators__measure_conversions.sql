-- Factors once per distinct spelling of a unit of measure; nothing is guessed across quantities.
with
indicator_records as (
    select * from {{ ref('stg_landing__indicator_records') }}
),

study_indicators as (
    select * from {{ ref('stg_config__study_indicators') }}
),

measure_units as (
    select * from {{ ref('measure_units') }}
),

spellings as (
    select distinct
        study_code,
        indicator_code,
        measure_unit
    from indicator_records
),

keyed as (
    select
        *,
        {{ name_key('measure_unit') }} as measure_unit_key
    from spellings
),

final as (
    select
        keyed.study_code,
        keyed.indicator_code,
        keyed.measure_unit,
        study_indicators.measure_unit as canonical_unit,
        case
            when keyed.measure_unit_key = coalesce(study_indicators.measure_unit_key, '') then 1e0
            when from_unit.quantity = to_unit.quantity then from_unit.factor / to_unit.factor
        end as factor,
        case
            when keyed.measure_unit_key = coalesce(study_indicators.measure_unit_key, '') then null
            when from_unit.measure_unit_key is null then 'measure_unit_unknown'
            when from_unit.quantity = to_unit.quantity then null
            else 'measure_unit_not_convertible'
        end as reason_code,
        study_indicators.valid_min,
        study_indicators.valid_max
    from keyed
    left join study_indicators
        on
            keyed.study_code = study_indicators.study_code
            and keyed.indicator_code = study_indicators.indicator_code
    left join measure_units as from_unit
        on keyed.measure_unit_key = from_unit.measure_unit_key
    left join measure_units as to_unit
        on study_indicators.measure_unit_key = to_unit.measure_unit_key
)

select * from final
