-- Every unit that a study may name: China's administration, and what studies bring themselves. A
-- country or a table of a study is the same unit in each study that names it.
with

administrative_units as (
    select * from {{ ref('administrative_units') }}
),

own_units as (
    select * from {{ source('config', 'own_units') }}
),

final as (
    select
        unit_code,
        unit_level,
        unit_name_zh,
        unit_name_en,
        unit_name_pinyin,
        province_code,
        longitude,
        latitude,
        valid_from_year,
        valid_to_year
    from administrative_units
    union all
    select distinct
        unit_code,
        unit_level,
        unit_name_zh,
        unit_name_en,
        null::string as unit_name_pinyin,
        province_code,
        longitude,
        latitude,
        null::integer as valid_from_year,
        null::integer as valid_to_year
    from own_units
)

select * from final
