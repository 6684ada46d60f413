-- What the name of an issuer can begin with: names of units, and of national organs.
with
unit_names as (
    select * from {{ ref('administrative_unit_names') }}
),

units as (
    select * from {{ ref('administrative_units') }}
),

national_issuers as (
    select * from {{ ref('national_issuers') }}
),

-- Short names of counties (长海) and English names begin too many other names.
final as (
    select
        unit_names.unit_code,
        unit_names.name_key,
        unit_names.valid_from_year,
        unit_names.valid_to_year,
        unit_names.name_kind in ('official', 'former')
        or unit_names.name_kind = 'short'
        and units.unit_level != 'county' as is_beginning
    from unit_names
    inner join units
        on unit_names.unit_code = units.unit_code
    where unit_names.name_kind != 'code' and length(unit_names.name_key) > 1

    union all

    select
        '100000' as unit_code,
        {{ name_key('issuer_name') }} as name_key,
        1949 as valid_from_year,
        null as valid_to_year,
        true as is_beginning
    from national_issuers
)

select * from final
