with
units as (
    select * from {{ ref('int_units__registered') }}
),

used_units as (
    select distinct unit_code from {{ source('config', 'study_units') }}
),

final as (
    select
        units.unit_code,
        units.unit_level,
        units.unit_name_zh,
        units.unit_name_en,
        units.unit_name_pinyin,
        units.province_code,
        provinces.unit_name_zh as province_name_zh,
        provinces.unit_name_en as province_name_en,
        units.longitude,
        units.latitude,
        units.valid_from_year,
        units.valid_to_year
    from units
    semi join used_units
        on units.unit_code = used_units.unit_code
    left join units as provinces
        on units.province_code = provinces.unit_code
)

select * from final
