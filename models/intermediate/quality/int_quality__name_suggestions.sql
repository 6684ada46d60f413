-- Nearest known names, for names that no unit bears. Only distinct names are compared, and only the
-- first 500: who has more has chosen the wrong column.
with
labels as (
    select * from {{ ref('int_indicators__unit_labels') }}
),

candidates as (
    select * from {{ ref('int_indicators__unit_candidates') }}
),

unit_names as (
    select * from {{ ref('administrative_unit_names') }}
),

units as (
    select * from {{ ref('administrative_units') }}
),

unknown_names as (
    select distinct
        labels.name_key,
        labels.unit_level
    from labels
    anti join candidates
        on labels.label_id = candidates.label_id
    where labels.name_key != ''
    order by labels.name_key, labels.unit_level
    limit 500
),

similarities as (
    select
        unknown_names.name_key,
        unknown_names.unit_level,
        units.unit_code,
        units.unit_name_zh,
        max({{ name_similarity('unknown_names.name_key', 'unit_names.name_key') }}) as similarity,
        bool_or(left(unknown_names.name_key, 2) = left(unit_names.name_key, 2)) as is_same_start
    from unknown_names
    inner join units
        on unknown_names.unit_level = units.unit_level
    inner join unit_names
        on units.unit_code = unit_names.unit_code
    where unit_names.name_kind != 'code'
    group by
        unknown_names.name_key, unknown_names.unit_level, units.unit_code, units.unit_name_zh
),

ranked as (
    select
        *,
        row_number() over (
            partition by name_key, unit_level
            order by similarity desc, is_same_start desc, unit_code asc
        ) as place
    from similarities
    -- below 0.8 two short Chinese names share hardly more than 市 or 县
    where similarity >= 0.8 or is_same_start
),

final as (
    select
        name_key,
        unit_level,
        max(case when place = 1 then unit_name_zh || ' ' || unit_code end)
        || coalesce(max(case when place = 2 then ', ' || unit_name_zh || ' ' || unit_code end), '')
        || coalesce(max(case when place = 3 then ', ' || unit_name_zh || ' ' || unit_code end), '')
            as candidates
    from ranked
    group by name_key, unit_level
)

select * from final
