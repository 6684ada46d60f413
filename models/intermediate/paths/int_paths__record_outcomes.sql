-- Every line of a file of labels with the one place where it ends.
with

labels as (
    select * from {{ ref('stg_paths__labels') }}
),

resolutions as (
    select * from {{ ref('int_units__names') }}
    where mapping_code = 'path labels'
),

studies as (
    select * from {{ ref('stg_config__studies') }}
),

path_types as (
    select * from {{ ref('path_types') }}
),

path_names as (
    select
        path_code,
        path_code as name
    from path_types
    union all
    select
        path_code,
        name_zh as name
    from path_types
    union all
    select
        path_code,
        name_en as name
    from path_types
),

-- A file of labels may give a path by its code or by either name.
path_keys as (
    select
        path_code,
        {{ name_key('name') }} as path_key
    from path_names
),

understood as (
    select
        labels.*,
        resolutions.unit_code,
        resolutions.unit_status,
        resolutions.candidates,
        path_keys.path_code,
        labels.year between studies.first_year and studies.last_year as is_study_year,
        case
            when labels.reader_issue is not null then labels.reader_issue
            when resolutions.unit_status = 'unknown' then 'unit_unknown'
            when resolutions.unit_status = 'ambiguous' then 'unit_ambiguous'
            when labels.year is null then 'year_not_understood'
            when path_keys.path_code is null then 'path_unknown'
        end as fault
    from labels
    inner join studies
        on labels.study_code = studies.study_code
    left join resolutions
        on
            labels.study_code = resolutions.study_code
            and labels.unit_name = resolutions.unit_name
    left join path_keys
        on labels.path_key = path_keys.path_key
),

counted as (
    select
        *,
        min(case when fault is null then path_code end) over (
            partition by study_code, unit_code, year
        ) as first_path,
        max(case when fault is null then path_code end) over (
            partition by study_code, unit_code, year
        ) as last_path,
        row_number() over (
            partition by study_code, unit_code, year, fault
            order by source_file, sheet_name, row_number
        ) as place
    from understood
),

judged as (
    select
        *,
        case
            when fault is not null then fault
            when unit_status != 'out_of_scope' and first_path != last_path then 'conflicting_label'
        end as reason_code
    from counted
),

final as (
    select
        study_code,
        'paths' as mapping_code,
        source_file,
        sheet_name,
        row_number,
        column_label,
        unit_name,
        year_text,
        path_text,
        unit_code,
        year,
        path_code,
        case
            when reason_code is not null then 'quarantined'
            when unit_status = 'out_of_scope' then 'out_of_scope'
            when place > 1 then 'collapsed'
            else 'loaded'
        end as outcome,
        reason_code,
        candidates,
        reader_detail,
        false as is_blank,
        coalesce(is_study_year, true) as is_study_year,
        false as is_code_disagreeing
    from judged
)

select * from final
