-- Which units a label can mean. Each step keeps the candidates that fit better, if any fit at all:
-- the code among the name's units, then the mapping's level, the province, the year.
with
labels as (
    select * from {{ ref('int_indicators__unit_labels') }}
),

unit_names as (
    select * from {{ ref('administrative_unit_names') }}
),

units as (
    select * from {{ ref('administrative_units') }}
),

-- a unit can bear one key several times, as short name of one era and alias of another
named as (
    select
        labels.label_id,
        unit_names.unit_code,
        true as is_by_name,
        bool_or(
            labels.year between unit_names.valid_from_year
            and coalesce(unit_names.valid_to_year, 9999)
        ) as is_valid_in_year
    from labels
    inner join unit_names
        on labels.name_key = unit_names.name_key
    group by labels.label_id, unit_names.unit_code
),

coded as (
    select
        labels.label_id,
        unit_names.unit_code,
        true as is_by_code
    from labels
    inner join unit_names
        on
            labels.code_key = unit_names.name_key
            and unit_names.name_kind = 'code'
    group by labels.label_id, unit_names.unit_code
),

provinces as (
    select distinct
        unit_names.name_key,
        units.unit_code as province_code
    from unit_names
    inner join units
        on unit_names.unit_code = units.unit_code
    where units.unit_level = 'province'
),

candidates as (
    select
        coalesce(named.label_id, coded.label_id) as label_id,
        coalesce(named.unit_code, coded.unit_code) as unit_code,
        named.is_by_name is not null as is_by_name,
        coded.is_by_code is not null as is_by_code,
        coalesce(named.is_valid_in_year, true) as is_valid_in_year
    from named
    full outer join coded
        on
            named.label_id = coded.label_id
            and named.unit_code = coded.unit_code
),

compared as (
    select
        candidates.*,
        candidates.is_by_name and candidates.is_by_code as is_by_both,
        units.unit_level = labels.unit_level as is_of_level,
        provinces.province_code is not null as is_within
    from candidates
    inner join labels
        on candidates.label_id = labels.label_id
    inner join units
        on candidates.unit_code = units.unit_code
    left join provinces
        on
            labels.within_key = provinces.name_key
            and units.province_code = provinces.province_code
),

by_code as (
    select
        *,
        -- a code that names another place than the name does is worth a remark
        bool_or(is_by_name) over (partition by label_id)
        and bool_or(is_by_code) over (partition by label_id)
        and not bool_or(is_by_both) over (partition by label_id) as is_code_disagreeing
    from compared
    qualify
        is_by_both
        or not bool_or(is_by_both) over (partition by label_id)
        and (is_by_name or not bool_or(is_by_name) over (partition by label_id))
),

by_level as (
    select * from by_code
    qualify is_of_level or not bool_or(is_of_level) over (partition by label_id)
),

by_province as (
    select * from by_level
    qualify is_within or not bool_or(is_within) over (partition by label_id)
),

final as (
    select
        label_id,
        unit_code,
        is_of_level,
        is_code_disagreeing
    from by_province
    qualify is_valid_in_year or not bool_or(is_valid_in_year) over (partition by label_id)
)

select * from final
