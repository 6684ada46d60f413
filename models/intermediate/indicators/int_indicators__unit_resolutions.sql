with
labels as (
    select * from {{ ref('int_indicators__unit_labels') }}
),

candidates as (
    select * from {{ ref('int_indicators__unit_candidates') }}
),

suggestions as (
    select * from {{ ref('int_quality__name_suggestions') }}
),

study_units as (
    select * from {{ source('config', 'study_units') }}
),

units as (
    select * from {{ ref('administrative_units') }}
),

placed as (
    select
        candidates.*,
        units.unit_name_zh || ' ' || candidates.unit_code as unit_label,
        candidates.is_of_level and study_units.unit_code is not null as is_in_study,
        row_number() over (
            partition by candidates.label_id order by candidates.unit_code
        ) as place
    from candidates
    inner join labels
        on candidates.label_id = labels.label_id
    inner join units
        on candidates.unit_code = units.unit_code
    left join study_units
        on
            labels.study_code = study_units.study_code
            and candidates.unit_code = study_units.unit_code
),

counted as (
    select
        label_id,
        count(*) as n_candidates,
        min(unit_code) as unit_code,
        bool_or(is_in_study) as is_in_study,
        bool_or(is_code_disagreeing) as is_code_disagreeing,
        max(case when place = 1 then unit_label end)
        || coalesce(max(case when place = 2 then ', ' || unit_label end), '')
        || coalesce(max(case when place = 3 then ', ' || unit_label end), '')
        || coalesce(max(case when place = 4 then ', ' || unit_label end), '')
        || case when count(*) > 4 then ' …' else '' end as candidates
    from placed
    group by label_id
),

final as (
    select
        labels.label_id,
        labels.study_code,
        labels.mapping_code,
        labels.unit_name,
        labels.unit_code_text,
        labels.within_name,
        labels.year_text,
        labels.year,
        labels.likely_year,
        case when counted.n_candidates = 1 then counted.unit_code end as unit_code,
        case
            when counted.n_candidates is null then 'unknown'
            -- whichever of them is meant, none is part of the study
            when not counted.is_in_study then 'out_of_scope'
            when counted.n_candidates > 1 then 'ambiguous'
            else 'resolved'
        end as unit_status,
        coalesce(counted.is_code_disagreeing, false) as is_code_disagreeing,
        case
            when counted.n_candidates is null then suggestions.candidates
            when counted.n_candidates > 1 then counted.candidates
        end as candidates
    from labels
    left join counted
        on labels.label_id = counted.label_id
    left join suggestions
        on
            labels.name_key = suggestions.name_key
            and labels.unit_level = suggestions.unit_level
)

select * from final
