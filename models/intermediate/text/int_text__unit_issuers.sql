-- Whose documents speak for a unit, and how much: its own in full, its province's and the
-- country's in part.
with

study_units as (
    select * from {{ source('config', 'study_units') }}
),

units as (
    select * from {{ ref('int_units__registered') }}
),

final as (
    select
        study_code,
        unit_code,
        unit_code as issuer_code,
        'own' as issuer_kind,
        1e0 as document_weight
    from study_units
    union all
    select
        study_units.study_code,
        study_units.unit_code,
        units.province_code as issuer_code,
        'province' as issuer_kind,
        {{ var('province_inheritance') }} * 1e0 as document_weight
    from study_units
    inner join units
        on study_units.unit_code = units.unit_code
    where units.province_code <> study_units.unit_code
    union all
    select
        study_code,
        unit_code,
        '100000' as issuer_code,
        'national' as issuer_kind,
        {{ var('national_inheritance') }} * 1e0 as document_weight
    from study_units
    where unit_code <> '100000'
)

select * from final
