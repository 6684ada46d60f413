-- Which units an issuer can belong to: the unit whose code or name it is, else the unit with whose
-- name it begins (沈阳市文化旅游局 → 沈阳市), the longest name first. Of several units with that
-- name those that the study covers, or lies in, come first; then those of the document's year.
with
labels as (
    select * from {{ ref('int_text__issuer_labels') }}
),

beginnings as (
    select * from {{ ref('int_text__issuer_beginnings') }}
),

units as (
    select * from {{ ref('administrative_units') }}
),

study_units as (
    select * from {{ source('config', 'study_units') }}
),

matches as (
    select
        labels.label_id,
        labels.study_code,
        beginnings.unit_code,
        length(beginnings.name_key) as matched_length,
        coalesce(
            labels.year between beginnings.valid_from_year
            and coalesce(beginnings.valid_to_year, 9999),
            true
        ) as is_valid_in_year
    from labels
    inner join beginnings
        on
            -- the engines join on equality; the rest of the name is compared afterwards
            left(labels.issuer_key, 2) = left(beginnings.name_key, 2)
            and left(labels.issuer_key, length(beginnings.name_key)) = beginnings.name_key
    where beginnings.is_beginning or labels.issuer_key = beginnings.name_key

    union all

    select
        labels.label_id,
        labels.study_code,
        units.unit_code,
        6 as matched_length,
        true as is_valid_in_year
    from labels
    inner join units
        on labels.code_key = units.unit_code
),

longest as (
    select distinct
        label_id,
        study_code,
        unit_code,
        bool_or(is_valid_in_year) over (partition by label_id, unit_code) as is_valid_in_year
    from matches
    qualify matched_length = max(matched_length) over (partition by label_id)
),

scopes as (
    select distinct
        study_units.study_code,
        units.province_code
    from study_units
    inner join units
        on study_units.unit_code = units.unit_code
),

compared as (
    select
        longest.label_id,
        longest.unit_code,
        longest.is_valid_in_year,
        study_units.unit_code is not null
        or longest.unit_code = '100000'
        -- null where the study has nothing in that province, and null would drop the unit
        or coalesce(longest.unit_code = scopes.province_code, false) as is_in_scope
    from longest
    inner join units
        on longest.unit_code = units.unit_code
    left join study_units
        on
            longest.study_code = study_units.study_code
            and longest.unit_code = study_units.unit_code
    left join scopes
        on
            longest.study_code = scopes.study_code
            and units.province_code = scopes.province_code
),

by_scope as (
    select * from compared
    qualify is_in_scope or not bool_or(is_in_scope) over (partition by label_id)
),

final as (
    select
        label_id,
        unit_code
    from by_scope
    qualify is_valid_in_year or not bool_or(is_valid_in_year) over (partition by label_id)
)

select * from final
