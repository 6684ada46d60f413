with
labels as (
    select * from {{ ref('int_text__issuer_labels') }}
),

candidates as (
    select * from {{ ref('int_text__issuer_candidates') }}
),

units as (
    select * from {{ ref('administrative_units') }}
),

studies as (
    select * from {{ ref('stg_config__studies') }}
),

counted as (
    select
        candidates.label_id,
        count(*) as n_candidates,
        min(candidates.unit_code) as issuer_unit_code,
        {{ join_texts("units.unit_name_zh || ' ' || units.unit_code", ', ') }} as candidates
    from candidates
    inner join units
        on candidates.unit_code = units.unit_code
    group by candidates.label_id
),

resolved as (
    select
        labels.label_id,
        labels.study_code,
        labels.issuer_text,
        labels.year,
        studies.unit_level as study_level,
        counted.candidates,
        coalesce(counted.n_candidates, 0) as n_candidates,
        case when counted.n_candidates = 1 then counted.issuer_unit_code end as issuer_unit_code
    from labels
    left join studies
        on labels.study_code = studies.study_code
    left join counted
        on labels.label_id = counted.label_id
),

final as (
    select
        resolved.label_id,
        resolved.study_code,
        resolved.issuer_text,
        resolved.year,
        resolved.issuer_unit_code,
        -- what a county issues counts for its prefecture, or for the province it is ruled by
        case
            when issuers.unit_level = 'county' and resolved.study_level != 'county'
                then coalesce(prefectures.unit_code, issuers.province_code)
            else resolved.issuer_unit_code
        end as unit_code,
        case
            when resolved.n_candidates = 1 then 'resolved'
            when resolved.n_candidates = 0 then 'unknown'
            else 'ambiguous'
        end as issuer_status,
        case when resolved.n_candidates > 1 then resolved.candidates end as candidates
    from resolved
    left join units as issuers
        on resolved.issuer_unit_code = issuers.unit_code
    left join units as prefectures
        on
            left(resolved.issuer_unit_code, 4) || '00' = prefectures.unit_code
            and prefectures.unit_level = 'prefecture'
)

select * from final
